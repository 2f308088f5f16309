-- One row a meeting of the commission.
select
    concat_ws('|', district_key, year, title_key) as meeting_key,
    district_key,
    year,
    meeting,
    date,
    agenda,
    source_row_id
from staging.stg_meeting
qualify row_number() over (
    partition by district_key, year, title_key
    order by path, table_number, row_number
) = 1
