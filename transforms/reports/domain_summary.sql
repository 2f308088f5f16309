-- One row a year and domain: tasks planned and how they ended, both rates, and the outputs. Tasks or outputs without
-- a known domain stand in a row of their own, 未填, so that the rows add up to the year.
with keys as (
    select
        district_key,
        year,
        domain_key
    from core.fct_task_year_domain

    union

    select
        district_key,
        year,
        domain_key
    from core.fct_output_year_domain
    where outputs > 0
)

select
    keys.district_key as district,
    keys.year,
    known.domain_no,
    coalesce(keys.domain_key, '未填') as domain,
    coalesce(task.planned, 0) as planned,
    coalesce(task.carried_in, 0) as carried_in,
    coalesce(task.completed, 0) as completed,
    coalesce(task.postponed, 0) as postponed,
    coalesce(task.cancelled, 0) as cancelled,
    coalesce(task.overdue, 0) as overdue,
    coalesce(task.in_progress, 0) as in_progress,
    coalesce(task.not_started, 0) as not_started,
    task.completion_rate,
    task.completion_rate_of_plan,
    coalesce(output.outputs, 0) as outputs
from keys
left join core.dim_domain_year as known
    on keys.district_key = known.district_key
    and keys.year = known.year
    and keys.domain_key is not distinct from known.domain_key
left join core.fct_task_year_domain as task
    on keys.district_key = task.district_key
    and keys.year = task.year
    and keys.domain_key is not distinct from task.domain_key
left join core.fct_output_year_domain as output
    on keys.district_key = output.district_key
    and keys.year = output.year
    and keys.domain_key is not distinct from output.domain_key
order by district, keys.year, known.domain_no, domain
