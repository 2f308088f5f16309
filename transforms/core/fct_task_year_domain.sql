-- One row a district, year and domain: how many tasks were planned and how they stand. A task without a domain is
-- counted in the row whose domain is NULL. completion_rate = completed / (planned - postponed - cancelled);
-- completion_rate_of_plan = completed / planned. Planned includes the tasks carried in.
with counted as (
    select
        district_key,
        year,
        domain_key,
        count(*) as planned,
        count(carried_from_year) as carried_in,
        count(*) filter (where status = 'completed') as completed,
        count(*) filter (where status = 'postponed') as postponed,
        count(*) filter (where status = 'cancelled') as cancelled,
        count(*) filter (where status = 'overdue') as overdue,
        count(*) filter (where status = 'in_progress') as in_progress,
        count(*) filter (where status = 'planned') as not_started,
        count(*) filter (where planned_quarter = 4) as q4_planned
    from core.fct_task
    group by all
)

select
    district_key,
    year,
    domain_key,
    planned,
    carried_in,
    completed,
    postponed,
    cancelled,
    overdue,
    in_progress,
    not_started,
    q4_planned,
    completed / nullif(planned - postponed - cancelled, 0) as completion_rate,
    completed / planned as completion_rate_of_plan
from counted
