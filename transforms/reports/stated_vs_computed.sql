-- One row a figure that a written report states: beside it what the tasks and outputs bear out, never adjusted.
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
    stated.quote,
    stated.source_row_id
from core.fct_stated as stated
left join measured
    on stated.district_key = measured.district
    and stated.year = measured.year
    and stated.measure = measured.measure
    and stated.domain_key is not distinct from measured.domain
order by district, stated.year, stated.report, stated.domain_key nulls first, stated.source_row_id
