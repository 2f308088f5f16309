-- One row a department that a sheet names, in a district, with the names it was written by, without the words around
-- them: 填报单位：区发改委（盖章） is 区发改委.
with cells as (
    select distinct
        cell.district as district_key,
        cell.value as department_key,
        -- A title or the name of a file says who sends and much else.
        if(cell.header_text in ('标题', '工作表名', '文件名', '文件夹名'), null, cell.raw_text) as raw_text
    from raw.source_cell as cell
    inner join raw.source_row as source using (source_row_id)
    where
        cell.field in (
            'lead_department',
            'reporting_department',
            'issuer',
            'inspected_department',
            'responsible_department',
            'department'
        )
        and cell.value is not null
        and source.disposition in ('loaded', 'warned')
),

named as (
    select
        district_key,
        department_key,
        trim(regexp_replace(raw_text, '^[^：:]*[：:]|[（(]盖章[）)]', '', 'g')) as written
    from cells

    union all

    select
        district_key,
        unnest(string_split(supporting_departments, '、')) as department_key,
        null as written
    from staging.stg_task
)

select
    district_key,
    department_key,
    department_key as name,
    coalesce(
        list(distinct written order by written) filter (where length(written) between 1 and 39), []
    ) as aliases
from named
where department_key is not null
group by all
