-- Every count of the overview and of the domains has as many things behind it as it says.
with stated as (
    unpivot (
        select
            *,
            cast(null as varchar) as domain
        from report.annual_overview
    )
    on
        domains, planned, carried_in, completed, postponed, cancelled, overdue, in_progress, not_started, outputs,
        meetings, tasks_to_dispatch, publicity, endorsements, pilots, q4_planned
    into name measure value figure
),

stated_by_domain as (
    unpivot report.domain_summary
    on planned, carried_in, completed, postponed, cancelled, overdue, in_progress, not_started, outputs
    into name measure value figure
),

counted as (
    select
        district,
        year,
        domain,
        measure,
        count(distinct counted) as counted
    from report.figure_source
    group by grouping sets ((district, year, measure), (district, year, domain, measure))
    having grouping(domain) = 1 or domain is not null
)

select
    stated.district,
    stated.year,
    stated.domain,
    stated.measure,
    stated.figure,
    counted.counted
from (
    select district, year, domain, measure, figure from stated
    union all
    select district, year, domain, measure, figure from stated_by_domain
) as stated
left join counted
    on stated.district = counted.district
    and stated.year = counted.year
    and stated.domain is not distinct from counted.domain
    and stated.measure = counted.measure
where stated.figure != coalesce(counted.counted, 0)
