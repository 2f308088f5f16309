-- One row a pilot or demonstration won in a year, however many departments report it. The level is the one stated,
-- else what the approving body's name says beyond doubt. It is of the department that leads its task, else of the one
-- that reports it for itself. What a later year repeats without a day is no other one.
with placed as (
    select
        * exclude (year),
        if(date is null, min(year) over (partition by district_key, title_key), year) as year,
        year as told_year
    from staging.stg_pilot
),

reported as (
    select
        pilot.*,
        task.task_key,
        recognised_department(task.lead_department_key, pilot.reporting_department) as department_key,
        row_number() over (
            partition by pilot.district_key, pilot.year, pilot.title_key
            order by (pilot.level is null), pilot.told_year, pilot.path, pilot.table_number, pilot.row_number
        ) as report_rank
    from placed as pilot
    left join core.fct_task as task
        on task.task_key = concat_ws('|', pilot.district_key, pilot.year, pilot.task_title_key)
),

merged as (
    select
        concat_ws('|', district_key, year, title_key) as pilot_key,
        district_key,
        year,
        arg_min(pilot, report_rank) as pilot,
        arg_min(designation, report_rank) as designation,
        arg_min(approved_by, report_rank) as approved_by,
        arg_min(level, report_rank) as level,
        arg_min(date, report_rank) as date,
        arg_min(task_key, report_rank) as task_key,
        arg_min(task_title, report_rank) as task_title,
        arg_min(department_key, (task_key is null, report_rank)) as department_key,
        arg_min(source_row_id, report_rank) as source_row_id
    from reported
    group by district_key, year, title_key
)

select
    pilot_key,
    district_key,
    year,
    pilot,
    designation,
    approved_by,
    coalesce(level, level_of_body(approved_by)) as level,
    case
        when level is not null then 'stated'
        when level_of_body(approved_by) is not null then 'body'
    end as level_basis,
    date,
    task_key,
    task_title,
    department_key,
    source_row_id
from merged
