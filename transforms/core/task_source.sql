-- One row a task row of any sheet, tied to the task it is about. plan_rank orders the rows of a task by who may say
-- what was planned (the plan first), report_rank by who may say how it goes (the lead department's return first).
select
    concat_ws('|', district_key, year, title_key) as task_key,
    source_row_id,
    district_key,
    year,
    title_key,
    is_plan,
    path,
    table_number,
    row_number,
    row_number() over (
        partition by district_key, year, title_key
        order by is_plan desc, path, table_number, row_number
    ) as plan_rank,
    row_number() over (
        partition by district_key, year, title_key
        order by
            is_plan,
            coalesce(reporting_department = planned_lead_department, false) desc,
            path,
            table_number,
            row_number
    ) as report_rank
from (
    select
        *,
        first_value(lead_department_key) over (
            partition by district_key, year, title_key
            order by (lead_department_key is null), is_plan desc, path, table_number, row_number
        ) as planned_lead_department
    from staging.stg_task
)
