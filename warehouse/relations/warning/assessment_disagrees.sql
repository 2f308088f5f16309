-- Two rows that give a department's points for one indicator of a year agree.
with given as (
    select
        *,
        concat_ws('|', district, year, department, assessed_key(indicator)) as subject
    from raw.assessment
    where disposition in ('loaded', 'warned') and try_cast(points as double) is not null
),

contradicted as (
    select
        one.source_row_id,
        arg_min(
            '“' || other.points_text || '”(' || cell_place(other.path, other.sheet, cell.cell) || ')',
            other.source_row_id
        ) as other_says
    from given as one
    inner join given as other
        on one.subject = other.subject
        and try_cast(one.points as double) != try_cast(other.points as double)
    inner join raw.source_cell as cell
        on other.source_row_id = cell.source_row_id
        and cell.field = 'points'
    group by all
)

select
    given.source_row_id,
    'points' as field,
    contradicted.other_says is null as holds,
    '“' || given.department || '”' || coalesce(given.indicator, '') || '得分“' || given.points_text || '”与另一处的'
    || contradicted.other_says || '不一致;请核对' as message_zh
from given
left join contradicted using (source_row_id)
