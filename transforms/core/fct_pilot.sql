-- One row a pilot or demonstration won in a year, however many departments report it.
select
    concat_ws('|', district_key, year, title_key) as pilot_key,
    district_key,
    year,
    pilot,
    designation,
    approved_by,
    level,
    date,
    task_title,
    source_row_id
from staging.stg_pilot
qualify row_number() over (
    partition by district_key, year, title_key
    order by path, table_number, row_number
) = 1
