-- A heading or total row that states a number of tasks ("一、经济体制改革(10项)", "合计 44项") has that many below or
-- above it: a section until the next one, a total over the whole table.
with rows_in_order as (
    select
        source_row_id,
        file_id,
        sheet,
        table_number,
        row_number,
        disposition,
        reason,
        count(*) filter (where reason = 'section') over (
            partition by file_id, sheet, table_number
            order by row_number
            rows between unbounded preceding and current row
        ) as section_number
    from raw.source_row
    semi join raw.source_file on source_row.file_id = source_file.file_id and source_file.state = 'loaded'
    where record_type = 'task'
),

section_sizes as (
    select
        file_id,
        sheet,
        table_number,
        section_number,
        count(*) filter (where disposition != 'skipped') as tasks
    from rows_in_order
    group by all
),

table_sizes as (
    select
        file_id,
        sheet,
        table_number,
        sum(tasks) as tasks
    from section_sizes
    group by all
),

stated as (
    select
        rows_in_order.*,
        cell.field,
        cell.raw_text,
        cast(regexp_extract(half_width(cell.raw_text), '(\d{1,6})\s*[项件个]', 1) as integer) as stated_tasks
    from rows_in_order
    inner join raw.source_cell as cell using (source_row_id)
    where
        (
            rows_in_order.reason = 'section'
            or (rows_in_order.reason = 'subtotal' and exists (
                select 1
                from raw.source_cell as label
                where
                    label.source_row_id = rows_in_order.source_row_id
                    and regexp_matches(label.raw_text, '合\s*计|总\s*计')
            ))
        )
        and regexp_matches(half_width(cell.raw_text), '\d{1,6}\s*[项件个]')
)

select
    stated.source_row_id,
    stated.field,
    stated.stated_tasks = if(stated.reason = 'section', section_sizes.tasks, table_sizes.tasks) as holds,
    '“' || stated.raw_text || '”写明' || stated.stated_tasks || '项,实际列出'
    || cast(if(stated.reason = 'section', section_sizes.tasks, table_sizes.tasks) as integer)
    || '项;请核对是否漏填' as message_zh
from stated
inner join section_sizes using (file_id, sheet, table_number, section_number)
inner join table_sizes using (file_id, sheet, table_number)
