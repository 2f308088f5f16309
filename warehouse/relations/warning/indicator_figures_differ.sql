-- A figure of an indicator for a task, as of a day, is one figure whoever reports it, but for rounding: each of several is
-- told of another. Figures that are said to be about are compared with none.
with figures as (
    select
        indicator.source_row_id,
        indicator.name,
        indicator.value_text,
        cell_place(indicator.path, indicator.sheet, cell.cell) as place,
        try_cast(indicator.value as double) * unit_scale(indicator.unit) as amount,
        half_unit(try_cast(indicator.value as double), indicator.value_text) * unit_scale(indicator.unit) as half_unit,
        concat_ws(
            '|',
            indicator.district,
            indicator.year,
            indicator_name_key(indicator.name),
            coalesce(indicator.task_title_key, indicator.domain, ''),
            coalesce(indicator.as_of_date, ''),
            unit_base(indicator.unit)
        ) as subject
    from raw.indicator as indicator
    left join raw.source_cell as cell
        on indicator.source_row_id = cell.source_row_id
        and cell.field = 'value'
    where
        indicator.disposition in ('loaded', 'warned')
        and try_cast(indicator.value as double) is not null
        and indicator.approximate is distinct from 'true'
),

compared as (
    select
        *,
        max(amount) over same_subject - min(amount) over same_subject
        < max(half_unit) over same_subject + 0.000001 as agree,
        arg_min({'amount': amount, 'text': value_text, 'place': place}, (amount, place)) over same_subject as least,
        arg_max({'amount': amount, 'text': value_text, 'place': place}, (amount, place)) over same_subject as most
    from figures
    window same_subject as (partition by subject)
),

told as (
    select
        *,
        if(amount = least.amount, most, least) as other
    from compared
)

select
    source_row_id,
    'value' as field,
    agree as holds,
    '指标“' || name || '”填报为“' || value_text || '”,与另一处的“' || other.text || '”(' || other.place
    || ')不一致;请核对,截至时间不同的请分别写明' as message_zh
from told
