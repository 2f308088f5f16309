-- One row an article or experience adopted above, or endorsed by a leader (批示), by one body in a year, however many
-- departments report it and however they write the body, or leave it out. Of rows with several levels the highest counts.
-- It is of the department that leads its task, else of the one that reports it for itself. What a later year repeats
-- without a day is no other one. What is dated after the day as of which things are judged was not
-- recognised yet.
with reported as (
    select
        publicity.* exclude (year),
        publicity.counted_year as year,
        task.task_key,
        recognised_department(task.lead_department_key, publicity.reporting_department) as department_key,
        row_number() over (
            partition by publicity.recognition_key
            order by
                level_rank(publicity.level) nulls last,
                publicity.year,
                publicity.path,
                publicity.table_number,
                publicity.row_number
        ) as report_rank
    from staging.stg_publicity as publicity
    left join core.fct_task as task
        on task.task_key = concat_ws('|', publicity.district_key, publicity.counted_year, publicity.task_title_key)
),

merged as (
    select
        recognition_key as publicity_key,
        district_key,
        year,
        arg_min(title, report_rank) as title,
        arg_min(adopted_by, report_rank) as adopted_by,
        arg_min(level, report_rank) as level,
        arg_min(level_basis, report_rank) as level_basis,
        arg_min(form, report_rank) as form,
        arg_min(date, report_rank) as date,
        arg_min(task_key, report_rank) as task_key,
        arg_min(task_title, report_rank) as task_title,
        arg_min(department_key, (task_key is null, report_rank)) as department_key,
        arg_min(source_row_id, report_rank) as source_row_id
    from reported
    group by recognition_key, district_key, year
)

select
    publicity_key,
    district_key,
    year,
    title,
    if(coalesce(regexp_matches(form, endorsement_wordings()), false), 'endorsement', 'publicity') as recognition,
    adopted_by,
    level,
    level_basis,
    form,
    date,
    task_key,
    task_title,
    department_key,
    source_row_id
from merged
