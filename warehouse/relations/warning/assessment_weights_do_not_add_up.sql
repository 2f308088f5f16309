-- The weights of the indicators of a department's assessment add up to 100 points (or to 100%): of a sheet on which they
-- do not, the first row of the department is told.
with weighed as (
    select
        *,
        first_value(source_row_id) over of_department as first_row_id,
        count(*) over of_department as indicators,
        sum(try_cast(weight as double)) over of_department as total
    from raw.assessment
    where
        disposition in ('loaded', 'warned')
        and try_cast(weight as double) is not null
        and assessed_key(indicator) != ''
    window of_department as (
        partition by file_id, sheet, table_number, year, department
        order by row_number
        rows between unbounded preceding and unbounded following
    )
)

select
    source_row_id,
    'weight' as field,
    abs(total - 100) < 0.005 or abs(total - 1) < 0.00005 as holds,
    '“' || department || '”各项考核指标的权重合计' || format('{:g}', if(total <= 1, total * 100, total))
    || if(total <= 1, '%', '') || ',不是100' || if(total <= 1, '%', '') || ';请核对权重,并补齐漏填的指标' as message_zh
from weighed
where source_row_id = first_row_id and indicators > 1
