-- One row a reform domain that tasks stand in, in a district: its name, and the ways it was written.
with written as (
    select
        task.district_key,
        task.domain_key,
        cell.raw_text
    from staging.stg_task as task
    inner join raw.source_cell as cell
        on task.source_row_id = cell.source_row_id
        and cell.field = 'domain'
    where task.domain_key is not null
)

select
    district_key,
    domain_key,
    domain_key as name,
    list(distinct trim(raw_text) order by trim(raw_text)) as aliases
from written
group by all
