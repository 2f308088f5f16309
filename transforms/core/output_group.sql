-- One row an output row, tied to the output it is about: rows of a year that share a document number or a normalised
-- title, directly or through others, are one output.
with recursive numbered as (
    select distinct
        district_key,
        year,
        title_key,
        document_key
    from staging.stg_output
    where document_key is not null
),

linked as (
    select distinct
        one.district_key,
        one.year,
        one.title_key,
        other.title_key as other_title_key
    from numbered as one
    inner join numbered as other using (district_key, year, document_key)
    where one.title_key != other.title_key
),

reachable as (
    select
        district_key,
        year,
        title_key,
        other_title_key
    from linked

    union

    select
        reachable.district_key,
        reachable.year,
        reachable.title_key,
        linked.other_title_key
    from reachable
    inner join linked
        on reachable.district_key = linked.district_key
        and reachable.year = linked.year
        and reachable.other_title_key = linked.title_key
),

smallest as (
    select
        district_key,
        year,
        title_key,
        min(least(title_key, other_title_key)) as group_title_key
    from reachable
    group by all
)

select
    concat_ws('|', district_key, year, coalesce(smallest.group_title_key, title_key)) as output_key,
    output.source_row_id,
    district_key,
    year,
    row_number() over (
        partition by district_key, year, coalesce(smallest.group_title_key, title_key)
        order by output.path, output.table_number, output.row_number
    ) as report_rank
from staging.stg_output as output
left join smallest using (district_key, year, title_key)
