-- One row an indicator and year, beside the last earlier year that reports it: of the rows on one task the one that
-- counts up to the latest day. Units that differ by 万 or 亿 alone are compared with the conversion shown; other units,
-- and names that several rows of a year share, are not compared, and said so.
with latest as (
    select
        indicator.*,
        unit_base(unit) as base,
        unit_scale(unit) as scale
    from core.fct_indicator as indicator
    where indicator_name_key is not null
    qualify row_number() over (
        partition by district_key, year, indicator_name_key, coalesce(task_key, title_key(task_title))
        order by as_of_date desc nulls last, source_row_id
    ) = 1
),

counted as (
    select
        district_key,
        indicator_name_key,
        year,
        count(*) as namesakes
    from latest
    group by all
),

years as (
    select
        *,
        lag(year) over of_name as previous_year,
        lag(namesakes) over of_name as previous_namesakes
    from counted
    window of_name as (partition by district_key, indicator_name_key order by year)
),

beside as (
    select
        now.*,
        years.namesakes,
        years.previous_namesakes,
        years.previous_year,
        before.indicator as previous_indicator,
        before.value as previous_value,
        before.unit as previous_unit,
        before.scale as previous_scale,
        before.base as previous_base,
        before.approximate as previous_approximate,
        before.source_row_id as previous_source_row_id,
        case
            when years.previous_year is null then 'first'
            when years.namesakes > 1 or years.previous_namesakes > 1 then 'ambiguous'
            when now.base != before.base then 'units_differ'
            when now.scale != before.scale then 'converted'
            else 'same_unit'
        end as comparison
    from latest as now
    inner join years using (district_key, indicator_name_key, year)
    left join latest as before
        on now.district_key = before.district_key
        and now.indicator_name_key = before.indicator_name_key
        and years.previous_year = before.year
        and years.namesakes = 1
        and years.previous_namesakes = 1
),

compared as (
    select
        *,
        if(
            comparison in ('same_unit', 'converted'),
            cast(previous_value * previous_scale / scale as decimal(38, 6)),
            null
        ) as previous_converted
    from beside
)

select
    district_key as district,
    indicator_name_key,
    year,
    coalesce(domain_key, '未填') as domain,
    task_title,
    indicator,
    value,
    value_text,
    unit,
    approximate,
    as_of_date,
    previous_year,
    previous_indicator,
    previous_value,
    previous_unit,
    previous_approximate,
    comparison,
    value - previous_converted as change,
    (value - previous_converted) / nullif(abs(previous_converted), 0) as change_rate,
    case comparison
        when 'converted'
            then '换算:' || plain_number(previous_value) || previous_unit || '=' || plain_number(previous_converted) || unit
        when 'units_differ'
            then '计量单位不同(' || coalesce(previous_unit, '未填') || '、' || coalesce(unit, '未填') || '),不作比较'
        when 'ambiguous' then '同一年度有多行同名指标,不作比较'
    end as comparison_note,
    source_row_id,
    previous_source_row_id
from compared
order by district, indicator_name_key, year, source_row_id
