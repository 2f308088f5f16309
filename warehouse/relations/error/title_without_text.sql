-- A title that tells rows of its type apart has a letter, a figure or a Chinese character: marks alone name nothing.
with titles as (
    select *
    from (
        values
            ('task', 'title', '改革事项'),
            ('postponement', 'title', '改革事项'),
            ('output', 'title', '成果名称'),
            ('publicity', 'title', '标题'),
            ('pilot', 'name', '名称'),
            ('meeting', 'name', '会议名称'),
            ('supervision', 'problem', '发现问题'),
            ('dispatch', 'task_title', '改革事项')
    ) as declared (record_type, field, header)
)

select
    source.source_row_id,
    titles.field,
    regexp_matches(cell.value, '[\p{L}\p{N}]') as holds,
    titles.header || '“' || cell.raw_text || '”没有文字;请填写全称' as message_zh
from titles
inner join raw.source_row as source using (record_type)
inner join raw.source_cell as cell
    on source.source_row_id = cell.source_row_id
    and titles.field = cell.field
where
    source.disposition in ('loaded', 'warned')
    and cell.value is not null
