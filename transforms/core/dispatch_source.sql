-- One row a dispatch row, tied to what it is about: a decision of a meeting on a task, or a dispatch that is planned.
-- report_rank orders the rows of one by who may say how it stands: what was sent last first.
select
    dispatch_key,
    source_row_id,
    district_key,
    first_year as year,
    row_number() over (
        partition by dispatch_key
        order by told.year desc, sent_on desc nulls last, path, table_number, row_number
    ) as report_rank
from staging.stg_dispatch as told
