-- One row a thing found in one of the files given by $file_ids, in the order in which a clerk goes through them: errors
-- first, then by place. header is the one that the sender wrote, where the finding is about a cell that is there. A file
-- of which only columns without a meaning are told is not answered: what they are called is for the office to settle. Nor
-- is one of which only is told that columns were read together as they are meant.
with answered as (
    select distinct file_id
    from quality.finding
    where
        file_id in (select unnest($file_ids))
        and rule != 'unused_columns'
        and not (rule = 'shared_field' and severity = 'info')
),

types_of_sheets as (
    select
        file_id,
        sheet,
        mode(record_type) as record_type
    from raw.source_row
    group by all
),

described as (
    select
        finding.file_id,
        finding.severity,
        finding.sheet,
        finding.cell,
        coalesce(source.record_type, types_of_sheets.record_type) as record_type,
        finding.field,
        min(cell.header_text) as header,
        finding.raw_text,
        finding.message_zh
    from quality.finding as finding
    left join raw.source_row as source using (source_row_id)
    left join types_of_sheets
        on finding.file_id = types_of_sheets.file_id
        and finding.sheet = types_of_sheets.sheet
    left join raw.source_cell as cell
        on finding.source_row_id = cell.source_row_id
        and finding.field = cell.field
        and finding.cell = cell.cell
    where finding.file_id in (select file_id from answered)
    group by all
)

from described
order by
    file_id,
    list_position(['error', 'warning', 'info'], severity),
    sheet nulls first,
    cast(nullif(regexp_extract(cell, '\d+$'), '') as bigint) nulls first,
    length(cell),
    cell,
    field,
    message_zh
