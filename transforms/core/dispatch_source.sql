-- One row a dispatch row, tied to what it is about: a decision of a meeting on a task, or a dispatch that is planned. What
-- a meeting of a known day decided is one decision in the sheets of whatever years follow it. report_rank orders the rows
-- of one by who may say how it stands: what was sent last first.
with placed as (
    select
        *,
        if(
            date is null,
            year,
            min(year) over (partition by district_key, task_title_key, date, decision_key)
        ) as first_year
    from staging.stg_dispatch
)

select
    concat_ws(
        '|', district_key, first_year, task_title_key, coalesce(cast(date as varchar), ''), coalesce(decision_key, '')
    ) as dispatch_key,
    source_row_id,
    district_key,
    first_year as year,
    row_number() over (
        partition by dispatch_key
        order by placed.year desc, reported_date desc nulls last, path, table_number, row_number
    ) as report_rank
from placed
