-- One row a meeting row that passed the checks, typed.
select
    source_row_id,
    district as district_key,
    try_cast(year as integer) as year,
    title_key(name) as title_key,
    path,
    table_number,
    row_number,
    name as meeting,
    try_cast(date as date) as date,
    agenda,
    remark
from raw.meeting
where disposition in ('loaded', 'warned')
