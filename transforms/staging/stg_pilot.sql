-- One row a pilot row that passed the checks, typed, with what it tells of (recognition_key).
select
    source_row_id,
    pilot.district as district_key,
    try_cast(pilot.year as integer) as year,
    recognition_key,
    counted_year,
    pilot.path,
    pilot.table_number,
    pilot.row_number,
    pilot.reporting_department,
    name as pilot,
    designation,
    approved_by,
    told.level,
    told.level_basis,
    told.date,
    task_title,
    pilot.task_title_key,
    remark
from raw.pilot as pilot
inner join recognition_keys() as told using (source_row_id)
where disposition in ('loaded', 'warned')
