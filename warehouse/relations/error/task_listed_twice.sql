-- A sheet lists a task once: the row that repeats a title of the same year on one sheet is left out.
with tasks as (
    select *
    from raw.task
    where disposition in ('loaded', 'warned') and title_key is not null
),

several as (
    select
        file_id,
        sheet,
        year,
        title_key
    from tasks
    group by all
    having count(*) > 1
),

numbered as (
    select
        source_row_id,
        count(*) over earlier as repeats,
        first_value(sheet || '!' || row_number || '行') over earlier as first_place
    from tasks
    where (file_id, sheet, title_key) in (select (file_id, sheet, title_key) from several)
    window earlier as (
        partition by file_id, sheet, year, title_key
        order by table_number, row_number
        rows between unbounded preceding and current row
    )
)

select
    tasks.source_row_id,
    'title' as field,
    coalesce(numbered.repeats, 1) = 1 as holds,
    '改革事项“' || tasks.title || '”在本表中重复填报,已在' || numbered.first_place || '出现;请删去重复的一行' as message_zh
from tasks
left join numbered using (source_row_id)
