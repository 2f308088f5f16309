-- One row a dispatch row, tied to what it is about: a decision of a meeting on a task, or a dispatch that is planned.
-- report_rank orders the rows of one by who may say how it stands: what was sent last first; what says no day of sending
-- was sent after the day of carrying out that it tells of.
select
    dispatch_key,
    source_row_id,
    district_key,
    first_year as year,
    row_number() over (
        partition by dispatch_key
        order by told.year desc, coalesce(reported_date, completed_date) desc nulls last, path, table_number, row_number
    ) as report_rank
from staging.stg_dispatch as told
