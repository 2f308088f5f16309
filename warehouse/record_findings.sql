-- One finding a row, field and rule of the temporary table found, tied to its file, sheet and cell.
insert into quality.finding
with columns_of_fields as (
    select
        source.file_id,
        source.sheet,
        source.table_number,
        cell.field,
        mode(regexp_extract(cell.cell, '^[A-Z]+')) as column_letters
    from raw.source_cell as cell
    inner join raw.source_row as source using (source_row_id)
    where
        cell.field is not null
        and cell.cell is not null
        and source.file_id in (
            select noted.file_id
            from found
            inner join raw.source_row as noted using (source_row_id)
        )
    group by all
),

placed as (
    select
        found.source_row_id,
        file.file_id,
        file.district,
        file.path,
        source.sheet,
        coalesce(cell.cell, place.column_letters || source.row_number, 'A' || source.row_number) as cell,
        found.field,
        cell.raw_text,
        if(found.rule in ('doubt', 'required') and cell.doubt_rule is not null, cell.doubt_rule, found.rule) as rule,
        found.severity,
        if(
            found.rule in ('doubt', 'required') and cell.doubt_message is not null,
            cell.doubt_message,
            found.message_zh
        ) as message_zh
    from found
    inner join raw.source_row as source using (source_row_id)
    inner join raw.source_file as file using (file_id)
    left join raw.source_cell as cell
        on found.source_row_id = cell.source_row_id
        and found.field = cell.field
    left join columns_of_fields as place
        on source.file_id = place.file_id
        and source.sheet = place.sheet
        and source.table_number = place.table_number
        and found.field = place.field
)

select
    md5(concat_ws('|', source_row_id, coalesce(field, ''), rule, message_zh)) as finding_id,
    source_row_id,
    file_id,
    district,
    path,
    sheet,
    cell,
    field,
    raw_text,
    rule,
    severity,
    message_zh
from placed
qualify row_number() over (
    partition by source_row_id, field, rule, message_zh
    order by severity, cell
) = 1
