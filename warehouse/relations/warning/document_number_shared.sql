-- A document number belongs to one document: under two titles it is counted once, and each row is told of a row with another.
with numbered as (
    select
        output.*,
        document_id(output.document_number, output.year) as document_id,
        output_title_key(output.title_key) as key,
        cell_place(output.path, output.sheet, cell.cell) as place
    from raw.output as output
    left join raw.source_cell as cell
        on output.source_row_id = cell.source_row_id
        and cell.field = 'document_number'
    where output.disposition in ('loaded', 'warned') and document_key(output.document_number) is not null
),

compared as (
    select
        *,
        arg_min({'key': key, 'title': title, 'place': place}, (key, place)) over same_number as one,
        arg_max({'key': key, 'title': title, 'place': place}, (key, place)) over same_number as other
    from numbered
    window same_number as (partition by district, document_id)
),

told as (
    select
        *,
        if(key = one.key, other, one) as different
    from compared
)

select
    source_row_id,
    'document_number' as field,
    one.key = other.key as holds,
    '成果“' || title || '”的文号“' || document_number || '”与另一处的成果“' || different.title || '”(' || different.place
    || ')相同,按一项成果统计;请核对文号' as message_zh
from told
