-- One row a year: how the inspections and dispatch meetings of the whole year stand, and how many of its tasks may be
-- routine work.
with findings as (
    select
        district,
        year,
        sum(findings) as findings,
        sum(open) as open,
        sum(overdue) as findings_overdue,
        sum(closed) as closed,
        sum(reopened) as reopened
    from report.supervision_followup
    group by all
),

dispatch as (
    select
        district,
        year,
        count(status) as decisions,
        count(*) filter (where status in ('met', 'met_late')) as decisions_met,
        count(*) filter (where status = 'overdue') as decisions_overdue
    from report.dispatch_followup
    group by all
),

suspects as (
    select
        district,
        year,
        count(*) as suspects
    from report.routine_suspects
    group by all
)

select
    overview.district,
    overview.year,
    overview.tasks_to_dispatch,
    coalesce(dispatch.decisions, 0) as decisions,
    coalesce(dispatch.decisions_met, 0) as decisions_met,
    coalesce(dispatch.decisions_overdue, 0) as decisions_overdue,
    cast(coalesce(findings.findings, 0) as bigint) as findings,
    cast(coalesce(findings.open, 0) as bigint) as open,
    cast(coalesce(findings.findings_overdue, 0) as bigint) as findings_overdue,
    cast(coalesce(findings.closed, 0) as bigint) as closed,
    cast(coalesce(findings.reopened, 0) as bigint) as reopened,
    findings.closed / findings.findings as closing_rate,
    coalesce(suspects.suspects, 0) as suspects
from report.annual_overview as overview
left join findings using (district, year)
left join dispatch using (district, year)
left join suspects using (district, year)
order by overview.district, overview.year
