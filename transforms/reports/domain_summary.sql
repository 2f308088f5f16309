-- One row a year and domain: tasks planned and how they ended, both rates, and the outputs. Tasks or outputs without
-- a known domain stand in a row of their own, 未填, so that the rows add up to the year. Of tasks, or
-- outputs, of which the year has no ledger, NULL.
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
    known_count(received.tasks_received, task.planned) as planned,
    known_count(received.tasks_received, task.carried_in) as carried_in,
    known_count(received.tasks_received, task.completed) as completed,
    known_count(received.tasks_received, task.postponed) as postponed,
    known_count(received.tasks_received, task.cancelled) as cancelled,
    known_count(received.tasks_received, task.overdue) as overdue,
    known_count(received.tasks_received, task.in_progress) as in_progress,
    known_count(received.tasks_received, task.not_started) as not_started,
    task.completion_rate,
    task.completion_rate_of_plan,
    known_count(received.outputs_received, output.outputs) as outputs
from keys
inner join core.year_received as received using (district_key, year)
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
