-- One row an assessment row that passed the checks, typed.
select
    source_row_id,
    district as district_key,
    try_cast(year as integer) as year,
    assessed_key(indicator) as indicator_key,
    path,
    table_number,
    row_number,
    try_cast(reported_date as date) as reported_date,
    department as department_key,
    indicator,
    try_cast(weight as decimal(38, 6)) as weight,
    try_cast(points as decimal(38, 6)) as points,
    grade,
    remark
from raw.assessment
where disposition in ('loaded', 'warned')
