-- One row a figure that a written report states: beside it what the tasks and outputs bear out, never adjusted. They agree
-- when what is computed, rounded as the figure is written, is that figure: 91% and 0.90909; a count to the last one. What
-- nothing computes is said so, and of which ledger of the year nothing was received.
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
    unpivot core.year_received
    on
        tasks_received, outputs_received, meetings_received, dispatch_plan_received, publicity_received,
        pilots_received
    into name ledger value is_received
),

ledgers as (
    select
        ledger,
        ledger_name,
        unnest(measures) as measure
    from (
        values
            (
                'tasks_received',
                '改革任务',
                [
                    'domains', 'planned', 'carried_in', 'completed', 'postponed', 'cancelled', 'overdue', 'in_progress',
                    'not_started', 'completion_rate', 'completion_rate_of_plan', 'q4_planned', 'q4_share'
                ]
            ),
            ('outputs_received', '制度性成果', ['outputs']),
            ('meetings_received', '深改委会议', ['meetings']),
            ('dispatch_plan_received', '督察计划', ['tasks_to_dispatch']),
            ('publicity_received', '宣传推广', ['publicity', 'endorsements']),
            ('pilots_received', '试点示范', ['pilots'])
    ) as known (ledger, ledger_name, measures)
),

claims as (
    select
        stated.*,
        ledgers.ledger,
        ledgers.ledger_name
    from core.fct_stated as stated
    left join ledgers using (measure)
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
        measured.computed,
        half_unit(stated.stated, stated.stated_text) as half_unit,
        regexp_matches(stated.measure, 'rate|share') as is_ratio,
        years.year is not null as is_year_known,
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
    left join core.year_received as years
        on stated.district_key = years.district_key
        and stated.year = years.year
    left join received
        on stated.district_key = received.district_key
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
        when not is_received then '没有收到' || year || '年的' || ledger_name || ',不能核对'
        when domain_key is not null and not is_domain_known
            then '“' || domain_key || '”不是' || year || '年任务的领域,不能核对'
        when is_counted_by_year then '这项指标没有该领域的统计数,不能核对'
        else '没有这项指标的统计数,不能核对'
    end as explanation,
    quote,
    source_row_id
from compared
order by district, year, report, domain_key nulls first, source_row_id
