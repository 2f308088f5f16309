-- One row a figure that a written report states: beside it what the tasks and outputs bear out, never adjusted. What
-- nothing computes is said so.
with figures as (
    select
        columns(* exclude (district, year))::double,
        district,
        year,
        cast(null as varchar) as domain
    from report.annual_overview

    union all by name

    select
        columns(* exclude (district, year, domain))::double,
        district,
        year,
        domain
    from report.domain_summary
),

measured as (
    unpivot figures
    on columns(* exclude (district, year, domain))
    into name measure value computed
),

years as (
    select distinct
        district,
        year
    from figures
),

domains as (
    select distinct
        district,
        year,
        domain
    from figures
    where domain is not null
)

select
    stated.district_key as district,
    stated.report,
    stated.year,
    stated.domain_key as domain,
    stated.measure,
    stated.stated,
    measured.computed,
    stated.stated - measured.computed as difference,
    case
        when measured.computed is null then 'not_computable'
        when abs(stated.stated - measured.computed) < 0.0005 then 'agrees'
        else 'differs'
    end as verdict,
    case
        when measured.computed is not null then null
        when years.year is null then '没有收到' || stated.year || '年的数据,不能核对'
        when stated.domain_key is not null and domains.domain is null
            then '“' || stated.domain_key || '”不是' || stated.year || '年任务的领域,不能核对'
        when whole_year.computed is not null then '这项指标没有该领域的统计数,不能核对'
        else '没有这项指标的统计数,不能核对'
    end as explanation,
    stated.quote,
    stated.source_row_id
from core.fct_stated as stated
left join measured
    on stated.district_key = measured.district
    and stated.year = measured.year
    and stated.measure = measured.measure
    and stated.domain_key is not distinct from measured.domain
left join measured as whole_year
    on stated.district_key = whole_year.district
    and stated.year = whole_year.year
    and stated.measure = whole_year.measure
    and whole_year.domain is null
left join years
    on stated.district_key = years.district
    and stated.year = years.year
left join domains
    on stated.district_key = domains.district
    and stated.year = domains.year
    and stated.domain_key = domains.domain
order by district, stated.year, stated.report, stated.domain_key nulls first, stated.source_row_id
