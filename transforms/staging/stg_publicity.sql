-- One row a publicity row that passed the checks, typed, with what it tells of (recognition_key).
select
    source_row_id,
    publicity.district as district_key,
    try_cast(publicity.year as integer) as year,
    recognition_key,
    counted_year,
    publicity.path,
    publicity.table_number,
    publicity.row_number,
    publicity.reporting_department,
    publicity.title,
    adopted_by,
    told.level,
    told.level_basis,
    form,
    told.date,
    task_title,
    publicity.task_title_key,
    endorsement_text,
    remark
from raw.publicity as publicity
inner join recognition_keys() as told using (source_row_id)
where disposition in ('loaded', 'warned')
