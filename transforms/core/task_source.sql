-- One row a task row of any sheet, tied to the task it is about. plan_rank orders the rows of a task by who may say
-- what was planned (the plan first), report_rank by who may say how it goes (the lead department's return first).
with keyed as (
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
        reporting_department,
        lead_department_key
    from staging.stg_task
),

-- Most tasks have one row, and nothing to be ordered.
with_several_rows as (
    select task_key
    from keyed
    group by task_key
    having count(*) > 1
),

planned as (
    select
        *,
        first_value(lead_department_key) over (
            partition by district_key, year, title_key
            order by (lead_department_key is null), is_plan desc, path, table_number, row_number
        ) as planned_lead_department
    from keyed
    semi join with_several_rows using (task_key)
),

ranked as (
    select
        * exclude (reporting_department, lead_department_key, planned_lead_department),
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
    from planned
)

select
    * exclude (reporting_department, lead_department_key),
    cast(1 as bigint) as plan_rank,
    cast(1 as bigint) as report_rank
from keyed
anti join with_several_rows using (task_key)

union all by name

select * from ranked
