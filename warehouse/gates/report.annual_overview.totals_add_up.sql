-- The year is the sum of its domains, and the ways a task can end add up to the tasks planned.
with by_domain as (
    select
        district,
        year,
        sum(planned) as planned,
        sum(completed) as completed,
        sum(postponed) as postponed,
        sum(outputs) as outputs
    from report.domain_summary
    group by all
)

select
    overview.district,
    overview.year
from report.annual_overview as overview
left join by_domain using (district, year)
where
    overview.planned is distinct from by_domain.planned
    or overview.completed is distinct from by_domain.completed
    or overview.postponed is distinct from by_domain.postponed
    or overview.outputs is distinct from coalesce(by_domain.outputs, if(overview.outputs = 0, 0, null))
    or overview.planned is distinct from (
        overview.completed + overview.postponed + overview.cancelled + overview.overdue + overview.in_progress
        + overview.not_started
    )
