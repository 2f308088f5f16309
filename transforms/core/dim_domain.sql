-- One row a reform domain that tasks stand in, in a district: its name, the ways it was written, and the names that it
-- had in the plans of the years. One that was renamed between years is one domain.
with written as (
    select
        task.district_key,
        task.domain_key,
        list(distinct trim(cell.raw_text) order by trim(cell.raw_text)) as aliases
    from staging.stg_task as task
    inner join raw.source_cell as cell
        on task.source_row_id = cell.source_row_id
        and cell.field = 'domain'
    where task.domain_key is not null
    group by all
),

named as (
    select
        district_key,
        domain_key,
        list({'year': year, 'name': name} order by year) as names
    from core.dim_domain_year
    where domain_key is not null
    group by all
)

select
    district_key,
    domain_key,
    domain_key as name,
    written.aliases,
    named.names
from written
left join named using (district_key, domain_key)
