-- One row a year: how the inspections and dispatch meetings of the whole year stand, and how many of its tasks may be
-- routine work. What no ledger of the year was received for is NULL.
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
    known_count(received.decisions_received, dispatch.decisions) as decisions,
    known_count(received.decisions_received, dispatch.decisions_met) as decisions_met,
    known_count(received.decisions_received, dispatch.decisions_overdue) as decisions_overdue,
    known_count(received.findings_received, findings.findings) as findings,
    known_count(received.findings_received, findings.open) as open,
    known_count(received.findings_received, findings.findings_overdue) as findings_overdue,
    known_count(received.findings_received, findings.closed) as closed,
    known_count(received.findings_received, findings.reopened) as reopened,
    findings.closed / findings.findings as closing_rate,
    known_count(received.tasks_received, suspects.suspects) as suspects
from report.annual_overview as overview
inner join core.year_received as received
    on overview.district = received.district_key
    and overview.year = received.year
left join findings
    on overview.district = findings.district
    and overview.year = findings.year
left join dispatch
    on overview.district = dispatch.district
    and overview.year = dispatch.year
left join suspects
    on overview.district = suspects.district
    and overview.year = suspects.year
order by overview.district, overview.year
