-- One row an indicator row that passed the checks, typed.
select
    source_row_id,
    district as district_key,
    try_cast(year as integer) as year,
    path,
    table_number,
    row_number,
    reporting_department,
    domain as domain_key,
    name as indicator,
    try_cast(value as decimal(38, 6)) as value,
    value_text,
    unit,
    approximate = 'true' as approximate,
    task_title,
    task_title_key,
    try_cast(as_of_date as date) as as_of_date,
    remark
from raw.indicator
where disposition in ('loaded', 'warned')
