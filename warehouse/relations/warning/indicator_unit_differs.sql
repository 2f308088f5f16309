-- An indicator keeps its unit from year to year, but for 万 and 亿: what is counted otherwise is not compared.
with figures as (
    select
        indicator.source_row_id,
        indicator.name,
        indicator.unit,
        cell_place(indicator.path, indicator.sheet, coalesce(cell.cell, indicator.row_number || '行')) as place,
        unit_base(indicator.unit) as base,
        lag(indicator.source_row_id) over of_name as earlier_row_id
    from raw.indicator as indicator
    left join raw.source_cell as cell
        on indicator.source_row_id = cell.source_row_id
        and cell.field = 'unit'
    where indicator.disposition in ('loaded', 'warned')
    window of_name as (
        partition by indicator.district, indicator_name_key(indicator.name)
        order by try_cast(indicator.year as integer), indicator.as_of_date nulls first, indicator.source_row_id
    )
)

select
    figures.source_row_id,
    'unit' as field,
    figures.base = earlier.base as holds,
    '指标“' || figures.name || '”的计量单位“' || coalesce(figures.unit, '未填') || '”与以前填报的“'
    || coalesce(earlier.unit, '未填') || '”(' || earlier.place || ')不一致,不与以前的数值比较;请核对并统一计量单位'
    as message_zh
from figures
inner join figures as earlier on figures.earlier_row_id = earlier.source_row_id
