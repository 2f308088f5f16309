-- One row a figure that a written report states: beside it what the tasks and outputs bear out, never adjusted. They agree
-- when what is computed, rounded as the figure is written, is that figure: 91% and 0.90909; a count to the last one. What
-- nothing computes is said so; nor does a nought that stands for a ledger of the year that was not received.
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

received as (
    select
        district,
        year,
        unnest([
            {'ledger': '改革任务', 'is_received': planned > 0},
            {'ledger': '制度性成果', 'is_received': outputs > 0},
            {'ledger': '深改委会议', 'is_received': meetings > 0},
            {'ledger': '督察计划', 'is_received': tasks_to_dispatch > 0},
            {'ledger': '宣传推广和试点', 'is_received': publicity + endorsements + pilots > 0}
        ], recursive := true)
    from report.annual_overview
),

claims as (
    select
        *,
        case
            when measure = 'outputs' then '制度性成果'
            when measure = 'meetings' then '深改委会议'
            when measure = 'tasks_to_dispatch' then '督察计划'
            when measure in ('publicity', 'endorsements', 'pilots') then '宣传推广和试点'
            else '改革任务'
        end as ledger
    from core.fct_stated
),

domains as (
    select distinct
        district,
        year,
        domain
    from figures
    where domain is not null
),

compared as (
    select
        stated.*,
        if(received.is_received, measured.computed, null) as computed,
        half_unit(stated.stated, stated.stated_text) as half_unit,
        regexp_matches(stated.measure, 'rate|share') as is_ratio,
        received.year is not null as is_year_known,
        received.is_received,
        domains.domain is not null as is_domain_known,
        whole_year.computed is not null as is_counted_by_year
    from claims as stated
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
    left join received
        on stated.district_key = received.district
        and stated.year = received.year
        and stated.ledger = received.ledger
    left join domains
        on stated.district_key = domains.district
        and stated.year = domains.year
        and stated.domain_key = domains.domain
)

select
    district_key as district,
    report,
    year,
    domain_key as domain,
    measure,
    stated,
    computed,
    stated - computed as difference,
    case
        when computed is null then 'not_computable'
        when abs(stated - computed) < if(is_ratio and half_unit = 0.5, 0, half_unit) + 0.000001 then 'agrees'
        else 'differs'
    end as verdict,
    case
        when computed is not null then null
        when not is_year_known then '没有收到' || year || '年的数据,不能核对'
        when is_counted_by_year and not is_received then '没有收到' || year || '年的' || ledger || ',不能核对'
        when domain_key is not null and not is_domain_known
            then '“' || domain_key || '”不是' || year || '年任务的领域,不能核对'
        when is_counted_by_year then '这项指标没有该领域的统计数,不能核对'
        else '没有这项指标的统计数,不能核对'
    end as explanation,
    quote,
    source_row_id
from compared
order by district, year, report, domain_key nulls first, source_row_id
