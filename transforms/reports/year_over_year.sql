-- One row a year and domain that has tasks (domain NULL for the year as a whole), beside the year before.
with figures as (
    select
        district,
        year,
        cast(null as varchar) as domain,
        planned,
        completed,
        postponed,
        completion_rate,
        completion_rate_of_plan,
        outputs
    from report.annual_overview

    union all

    select
        district,
        year,
        domain,
        planned,
        completed,
        postponed,
        completion_rate,
        completion_rate_of_plan,
        outputs
    from report.domain_summary
)

select
    now.district,
    now.year,
    now.domain,
    now.planned,
    before.planned as planned_before,
    now.completed,
    before.completed as completed_before,
    now.postponed,
    before.postponed as postponed_before,
    now.completion_rate,
    before.completion_rate as completion_rate_before,
    now.completion_rate_of_plan,
    before.completion_rate_of_plan as completion_rate_of_plan_before,
    now.outputs,
    before.outputs as outputs_before
from figures as now
left join figures as before
    on now.district = before.district
    and now.year = before.year + 1
    and now.domain is not distinct from before.domain
order by now.district, now.year, now.domain nulls first
