-- One row a pilot or demonstration won in a year, however many departments report it. Of rows with several levels the
-- highest counts. It is of the department that leads its task, else of the one that reports it for itself. What a later
-- year repeats without a day is no other one. What is dated after the day as of which things are judged was not
-- recognised yet.
with reported as (
    select
        pilot.* exclude (year),
        pilot.counted_year as year,
        task.task_key,
        recognised_department(task.lead_department_key, pilot.reporting_department) as department_key,
        row_number() over (
            partition by pilot.recognition_key
            order by level_rank(pilot.level) nulls last, pilot.year, pilot.path, pilot.table_number, pilot.row_number
        ) as report_rank
    from staging.stg_pilot as pilot
    left join core.fct_task as task
        on task.task_key = concat_ws('|', pilot.district_key, pilot.counted_year, pilot.task_title_key)
)

select
    recognition_key as pilot_key,
    district_key,
    year,
    arg_min(pilot, report_rank) as pilot,
    arg_min(designation, report_rank) as designation,
    arg_min(approved_by, report_rank) as approved_by,
    arg_min(level, report_rank) as level,
    arg_min(level_basis, report_rank) as level_basis,
    arg_min(date, report_rank) as date,
    arg_min(task_key, report_rank) as task_key,
    arg_min(task_title, report_rank) as task_title,
    arg_min(department_key, (task_key is null, report_rank)) as department_key,
    arg_min(source_row_id, report_rank) as source_row_id
from reported
group by recognition_key, district_key, year
