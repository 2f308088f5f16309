-- One row a task and year and a source row that may say what the task is, the best first (description_rank): the rows
-- of its year, the plan's before the returns'; for a task carried in, then the rows of the years it was carried from,
-- the nearest first; then the requests that postponed it. When it is due is said by the rows of its year alone.
with recursive carried_in as (
    select task_key
    from core.task_carried
    semi join core.dim_year using (district_key, year)
),

of_its_year as (
    select
        source.task_key,
        true as is_of_year,
        source.plan_rank as description_rank,
        task.*
    from core.task_source as source
    inner join staging.stg_task as task using (source_row_id)
    anti join carried_in using (task_key)
),

lineage as (
    select
        task_key,
        task_key as earlier_task_key,
        0 as postponements
    from carried_in

    union all

    select
        lineage.task_key,
        carried.carried_from_task_key as earlier_task_key,
        lineage.postponements + 1 as postponements
    from lineage
    inner join core.task_carried as carried on lineage.earlier_task_key = carried.task_key
),

described as (
    select
        lineage.task_key,
        lineage.postponements,
        source.plan_rank,
        lineage.postponements = 0 as is_of_year,
        task.*
    from lineage
    inner join core.task_source as source on lineage.earlier_task_key = source.task_key
    inner join staging.stg_task as task using (source_row_id)
),

requested as (
    select
        lineage.task_key,
        lineage.postponements,
        request.district_key,
        request.title,
        request.domain_key,
        request.lead_department_key,
        request.source_row_id
    from lineage
    inner join core.task_carried as carried on lineage.earlier_task_key = carried.task_key
    inner join core.fct_postponement as request on carried.carried_source_row_id = request.source_row_id
),

of_earlier_years as (
    select
        *,
        row_number() over (
            partition by task_key
            order by (plan_rank is null), postponements, plan_rank
        ) as description_rank
    from (from described union all by name from requested)
)

select
    task_key,
    district_key,
    source_row_id,
    coalesce(is_of_year, false) as is_of_year,
    if(is_of_year, task_no, null) as task_no,
    title,
    content,
    domain_key,
    lead_department_key,
    supporting_departments,
    leader,
    responsible_person,
    if(is_of_year, planned_due_date, null) as planned_due_date,
    if(is_of_year, due_text, null) as due_text,
    description_rank
from (from of_its_year union all by name from of_earlier_years)
