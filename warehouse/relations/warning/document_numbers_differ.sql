-- A document has one number: under several of a year its name is counted once, and each row is told of a row with another.
with numbered as (
    select
        output.*,
        document_id(output.document_number, output.year) as document_id,
        cell_place(output.path, output.sheet, cell.cell) as place
    from named_outputs() as output
    left join raw.source_cell as cell
        on output.source_row_id = cell.source_row_id
        and cell.field = 'document_number'
    where document_key(output.document_number) is not null
),

compared as (
    select
        *,
        arg_min({'id': document_id, 'number': document_number, 'place': place}, (document_id, place)) over same_name as one,
        arg_max({'id': document_id, 'number': document_number, 'place': place}, (document_id, place)) over same_name as other
    from numbered
    window same_name as (partition by district, year, name_key)
),

told as (
    select
        *,
        if(document_id = one.id, other, one) as different
    from compared
)

select
    source_row_id,
    'document_number' as field,
    one.id = other.id as holds,
    '成果“' || title || '”的文号“' || document_number || '”与另一处的“' || different.number || '”(' || different.place
    || ')不同,按一项成果统计;请核对文号,若为两份文件请写出各自全称' as message_zh
from told
