-- One row a domain and year: its number in the order in which the year's plan names the domains.
with first_rows as (
    select
        task.district_key,
        task.year,
        task.domain_key,
        min(
            (not task.is_plan, task.path, task.table_number, task.row_number)
        ) as first_place
    from staging.stg_task as task
    where task.domain_key is not null
    group by all
),

with_carried as (
    select
        fct_task.district_key,
        fct_task.year,
        fct_task.domain_key,
        first_rows.first_place
    from core.fct_task
    left join first_rows using (district_key, year, domain_key)
    group by all
)

select
    district_key,
    year,
    domain_key,
    cast(
        row_number() over (
            partition by district_key, year
            order by (domain_key is null), first_place nulls last, domain_key
        )
        as integer
    ) as domain_no
from with_carried
