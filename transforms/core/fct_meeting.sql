-- One row a meeting of the commission: what has a name of its own on a day. The same name on another day is another
-- meeting; rows without a day are about the first of their name in the year, since nothing tells them from it.
with placed as (
    select
        *,
        coalesce(date, min(date) over (partition by district_key, year, title_key)) as held_on
    from staging.stg_meeting
)

select
    concat_ws('|', district_key, year, title_key, held_on) as meeting_key,
    district_key,
    year,
    meeting,
    date,
    agenda,
    source_row_id
from placed
qualify row_number() over (
    partition by district_key, year, title_key, held_on
    order by (date is null), path, table_number, row_number
) = 1
