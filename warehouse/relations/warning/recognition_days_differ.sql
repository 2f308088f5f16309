-- What was adopted or won counts once, on one day: of rows that give it days which cannot be one, each is told of another.
with dated as (
    select
        told.*,
        cell_place(told.path, told.sheet, cell.cell) as place
    from recognition_keys() as told
    inner join raw.source_cell as cell
        on told.source_row_id = cell.source_row_id
        and cell.field = 'date'
    where told.date is not null
),

compared as (
    select
        *,
        min({'day': date, 'written': date_text, 'place': place}) over same_thing as ends_first,
        max({'day': first_day, 'written': date_text, 'place': place}) over same_thing as begins_last
    from dated
    window same_thing as (partition by recognition_key)
),

told as (
    select
        *,
        if(first_day > ends_first.day, ends_first, begins_last) as other
    from compared
)

select
    source_row_id,
    'date' as field,
    first_day <= ends_first.day and date >= begins_last.day as holds,
    '“' || title || '”的日期“' || coalesce(date_text, cast(date as varchar)) || '”与另一处的“'
    || coalesce(other.written, cast(other.day as varchar)) || '”(' || other.place
    || ')不一致,只计一次;请核对日期,如是两项,请写出各自的全称' as message_zh
from told
