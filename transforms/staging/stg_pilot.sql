-- One row a pilot row that passed the checks, typed.
select
    source_row_id,
    district as district_key,
    try_cast(year as integer) as year,
    title_key(name) as title_key,
    path,
    table_number,
    row_number,
    reporting_department,
    name as pilot,
    designation,
    approved_by,
    level,
    try_cast(date as date) as date,
    task_title,
    task_title_key,
    remark
from raw.pilot
where disposition in ('loaded', 'warned')
