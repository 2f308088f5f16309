-- One row a meeting of the commission: one that is numbered (第五次会议), else what has a name of its own on a day. Rows that
-- say no day, or only the month, are about a meeting of their name that says more, since nothing tells them from it. Of
-- several days of a numbered meeting that sent last counts. What is dated after the day as of which things are judged was
-- not held yet.
select
    meeting_key,
    district_key,
    year,
    meeting,
    date,
    agenda,
    source_row_id
from staging.stg_meeting
qualify row_number() over (
    partition by meeting_key
    order by (held_on is null), (date is null), reported_date desc nulls last, path, table_number, row_number
) = 1
