-- One row a dispatch row, tied to what it is about: a decision of a meeting on a task, or a dispatch that is planned.
-- report_rank orders the rows of one by who may say how it stands: what was sent last first.
select
    concat_ws(
        '|', district_key, year, task_title_key, coalesce(cast(date as varchar), ''), coalesce(decision_key, '')
    ) as dispatch_key,
    source_row_id,
    district_key,
    year,
    row_number() over (
        partition by dispatch_key
        order by reported_date desc nulls last, path, table_number, row_number
    ) as report_rank
from staging.stg_dispatch
