-- One row a task that is carried into a year and a source row that may say what it is, the best first
-- (description_rank): the rows of its year, then those of the years it was carried from, the nearest first; then the
-- requests that postponed it. When it is due is said by the rows of its year, else by the request that postponed it to this
-- year; how it goes by the rows of its year alone. What other tasks are is said by their rows in staging.stg_task.
with recursive carried_in as (
    select
        task_key,
        year
    from core.task_carried
    semi join core.dim_year using (district_key, year)
),

lineage as (
    select
        task_key,
        year as carried_to_year,
        task_key as earlier_task_key,
        0 as postponements
    from carried_in

    union all

    select
        lineage.task_key,
        lineage.carried_to_year,
        carried.carried_from_task_key as earlier_task_key,
        lineage.postponements + 1 as postponements
    from lineage
    inner join core.task_carried as carried on lineage.earlier_task_key = carried.task_key
),

described as (
    select
        lineage.task_key,
        lineage.carried_to_year,
        lineage.postponements,
        lineage.postponements = 0 as is_of_year,
        task.* exclude (task_key)
        replace (
            if(is_of_year, task.planned_due_date, null) as planned_due_date,
            if(is_of_year, task.due_text, null) as due_text
        )
    from lineage
    inner join staging.stg_task as task on lineage.earlier_task_key = task.task_key
),

requested as (
    select
        lineage.task_key,
        lineage.carried_to_year,
        lineage.postponements,
        false as is_of_year,
        request.district_key,
        request.title,
        request.domain_key,
        request.lead_department_key,
        if(lineage.postponements = 0 and year(request.due_date) = lineage.carried_to_year, request.due_date, null)
            as planned_due_date,
        if(planned_due_date is null, null, request.due_text) as due_text,
        request.source_row_id
    from lineage
    inner join core.task_carried as carried on lineage.earlier_task_key = carried.task_key
    inner join core.fct_postponement as request on carried.carried_source_row_id = request.source_row_id
)

select
    task_key,
    district_key,
    carried_to_year as year,
    source_row_id,
    is_of_year,
    if(is_of_year, task_no, null) as task_no,
    title,
    content,
    domain_key,
    lead_department_key,
    supporting_departments,
    leader,
    responsible_person,
    planned_due_date,
    due_text,
    if(is_of_year, reported_status, null) as reported_status,
    if(is_of_year, status_field, null) as status_field,
    if(is_of_year, completed_date, null) as completed_date,
    if(is_of_year, completed_first_day, null) as completed_first_day,
    if(is_of_year, progress, null) as progress,
    if(is_of_year, remark, null) as remark,
    row_number() over (
        partition by task_key
        order by (plan_rank is null), postponements, plan_rank
    ) as description_rank,
    if(is_of_year, report_rank, null) as report_rank
from (from described union all by name from requested)
