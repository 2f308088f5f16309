-- What was adopted or won counts once, on one level: of rows that say several the highest counts, and all that say one are
-- told of the highest and the lowest.
with placed as (
    select
        told.*,
        cell_place(told.path, told.sheet, coalesce(cell.cell, told.row_number || '行')) as place
    from recognition_keys() as told
    left join raw.source_cell as cell
        on told.source_row_id = cell.source_row_id
        and cell.field = if(told.level_basis = 'stated', 'level', told.body_field)
    where told.level is not null
),

compared as (
    select
        *,
        arg_min(level, level_rank(level)) over same_thing as highest,
        arg_max(level, level_rank(level)) over same_thing as lowest,
        arg_min(place, (level_rank(level), place)) over same_thing as highest_place,
        arg_min(place, (-level_rank(level), place)) over same_thing as lowest_place
    from placed
    window same_thing as (partition by recognition_key)
)

select
    source_row_id,
    'level' as field,
    highest = lowest as holds,
    '“' || title || '”在' || highest_place || '为“' || highest || '”级,在' || lowest_place || '为“' || lowest
    || '”级,只按较高的统计一次;请核对级别,如是两项,请写出各自的全称' as message_zh
from compared
