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
    overview.planned != coalesce(by_domain.planned, 0)
    or overview.completed != coalesce(by_domain.completed, 0)
    or overview.postponed != coalesce(by_domain.postponed, 0)
    or overview.outputs != coalesce(by_domain.outputs, 0)
    or overview.planned != (
        overview.completed + overview.postponed + overview.cancelled + overview.overdue + overview.in_progress
        + overview.not_started
    )
