-- One row a year, department and domain that findings of inspections are about (未填 where a finding names none): how
-- many there are and how they stand. findings = open + overdue + closed + reopened.
select
    finding.district_key as district,
    finding.year,
    coalesce(finding.department_key, '未填') as department,
    coalesce(finding.domain_key, '未填') as domain,
    count(*) as findings,
    count(*) filter (where finding.status = 'open') as open,
    count(*) filter (where finding.status = 'overdue') as overdue,
    count(*) filter (where finding.status = 'closed') as closed,
    count(*) filter (where finding.status = 'reopened') as reopened,
    count(*) filter (where finding.verified) as closed_verified,
    count(*) filter (where finding.status = 'closed' and not finding.verified) as closed_unverified,
    count(*) filter (where finding.status = 'closed') / count(*) as closing_rate
from core.fct_supervision as finding
left join core.dim_domain_year as known
    on finding.district_key = known.district_key
    and finding.year = known.year
    and finding.domain_key = known.domain_key
group by all
order by district, finding.year, department, any_value(known.domain_no) nulls last, domain
