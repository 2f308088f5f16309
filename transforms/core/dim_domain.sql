-- One row a reform domain that tasks stand in, in a district: its name, the names that sheets write for it, and the names
-- that it had in the plans of the years. One that was renamed between years is one domain.
with cells as (
    select distinct
        task.district_key,
        task.domain_key,
        cell.raw_text,
        cell.header_text
    from staging.stg_task as task
    inner join raw.source_cell as cell
        on task.source_row_id = cell.source_row_id
        and cell.field = 'domain'
    where task.domain_key is not null
),

written as (
    select
        district_key,
        domain_key,
        domain_as_named(raw_text, header_text) as name
    from cells
),

known as (
    select
        district_key,
        domain_key,
        coalesce(list(distinct name order by name) filter (where name is not null), []) as aliases
    from written
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
    known.aliases,
    named.names
from known
left join named using (district_key, domain_key)
