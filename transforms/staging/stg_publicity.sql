-- One row a publicity row that passed the checks, typed.
select
    source_row_id,
    district as district_key,
    try_cast(year as integer) as year,
    title_key,
    path,
    table_number,
    row_number,
    reporting_department,
    title,
    adopted_by,
    level,
    form,
    try_cast(date as date) as date,
    task_title,
    task_title_key,
    remark
from raw.publicity
where disposition in ('loaded', 'warned')
