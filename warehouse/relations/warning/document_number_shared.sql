-- A document number belongs to one document: under two titles it is counted once, and said so.
with titles as (
    select
        *,
        min(title) over same_number as first_title,
        min(output_title_key(title_key)) over same_number != max(output_title_key(title_key)) over same_number as titles_differ
    from raw.output
    where disposition in ('loaded', 'warned') and document_key(document_number) is not null
    window same_number as (partition by district, document_id(document_number, year))
)

select
    source_row_id,
    'document_number' as field,
    not titles_differ as holds,
    '文号“' || document_number || '”对应不同的成果名称(如“' || first_title || '”),按一项成果统计;请核对文号' as message_zh
from titles
