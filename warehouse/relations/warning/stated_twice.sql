-- A report states a figure once: two rows of one report, measure and domain with different values are both shown, and
-- both are told of the other.
with figures as (
    select
        stated.*,
        cell_place(stated.path, stated.sheet, cell.cell) as place
    from raw.stated as stated
    left join raw.source_cell as cell
        on stated.source_row_id = cell.source_row_id
        and cell.field = 'value'
    where stated.disposition in ('loaded', 'warned')
),

compared as (
    select
        *,
        min(try_cast(value as decimal(38, 6))) over same_figure as least_value,
        max(try_cast(value as decimal(38, 6))) over same_figure as most_value,
        arg_min(place, (try_cast(value as decimal(38, 6)), place)) over same_figure as least_place,
        arg_max(place, (try_cast(value as decimal(38, 6)), place)) over same_figure as most_place
    from figures
    window same_figure as (partition by district, year, title_key(report), measure, domain)
)

select
    source_row_id,
    'value' as field,
    least_value is not distinct from most_value as holds,
    '“' || report || '”的同一项数据在' || least_place || '为' || plain_number(least_value) || ',在' || most_place || '为'
    || plain_number(most_value) || ',前后不一致;请按报告原文改正其中一处' as message_zh
from compared
