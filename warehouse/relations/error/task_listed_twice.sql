-- A sheet lists a task once: the row that repeats a title of the same year on one sheet is left out.
with tasks as (
    select
        *,
        count(*) over earlier as repeats,
        first_value(sheet || '!' || row_number || '行') over earlier as first_place
    from raw.task
    where disposition in ('loaded', 'warned') and title_key(title) is not null
    window earlier as (
        partition by file_id, sheet, year, title_key(title)
        order by table_number, row_number
        rows between unbounded preceding and current row
    )
)

select
    source_row_id,
    'title' as field,
    repeats = 1 as holds,
    '改革事项“' || title || '”在本表中重复填报,已在' || first_place || '出现;请删去重复的一行' as message_zh
from tasks
