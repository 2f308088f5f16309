-- One row an article or experience adopted above by one body in a year, however many departments report it.
select
    concat_ws('|', district_key, year, title_key, adopted_by) as publicity_key,
    district_key,
    year,
    title,
    adopted_by,
    level,
    form,
    date,
    task_title,
    source_row_id
from staging.stg_publicity
qualify row_number() over (
    partition by district_key, year, title_key, adopted_by
    order by path, table_number, row_number
) = 1
