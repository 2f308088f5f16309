-- One row a domain and year: its number in the order in which the year's plan names the domains, and its name there.
with first_rows as (
    select
        task.district_key,
        task.year,
        task.domain_key,
        min(
            (not task.is_plan, task.path, task.table_number, task.row_number)
        ) as first_place,
        arg_min(
            task.source_row_id, (not task.is_plan, task.path, task.table_number, task.row_number)
        ) as first_source_row_id
    from staging.stg_task as task
    where task.domain_key is not null
    group by all
),

with_carried as (
    select
        fct_task.district_key,
        fct_task.year,
        fct_task.domain_key,
        first_rows.first_place,
        first_rows.first_source_row_id
    from core.fct_task
    left join first_rows using (district_key, year, domain_key)
    group by all
)

select
    placed.district_key,
    placed.year,
    placed.domain_key,
    cast(
        row_number() over (
            partition by placed.district_key, placed.year
            order by (placed.domain_key is null), placed.first_place nulls last, placed.domain_key
        )
        as integer
    ) as domain_no,
    coalesce(domain_as_named(cell.raw_text, cell.header_text), placed.domain_key) as name
from with_carried as placed
left join raw.source_cell as cell
    on placed.first_source_row_id = cell.source_row_id
    and cell.field = 'domain'
