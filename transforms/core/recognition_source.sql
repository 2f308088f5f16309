-- One row a row of publicity or of pilots, tied to what it tells of and the year in which that counts, with the task that
-- it names, of its year or else the latest year before, and the department that it is of: the one that leads this task,
-- in the latest of these years that names one, else the one that reports it for itself. report_rank orders the rows of
-- one thing: the highest level first.
with told as (
    from staging.stg_publicity
    union all by name
    from staging.stg_pilot
),

tasks as (
    select
        told.source_row_id,
        arg_max(task.task_key, task.year) as task_key,
        arg_max(task.lead_department_key, task.year) as lead_department_key
    from told
    inner join core.dim_year as listed
        on told.district_key = listed.district_key and told.year >= listed.year
    inner join core.fct_task as task
        on task.task_key = concat_ws('|', told.district_key, listed.year, told.task_title_key)
    where told.task_title_key is not null
    group by told.source_row_id
)

select
    told.recognition_key,
    told.source_row_id,
    told.district_key,
    told.counted_year as year,
    tasks.task_key,
    recognised_department(tasks.lead_department_key, told.reporting_department) as department_key,
    row_number() over (
        partition by told.recognition_key
        order by level_rank(told.level) nulls last, told.year, told.path, told.table_number, told.row_number
    ) as report_rank
from told
left join tasks using (source_row_id)
