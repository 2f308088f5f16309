-- An output came out in the year of its plan or later, by its date, else by its number: what was issued before is no output
-- of the year.
with issued as (
    select
        source_row_id,
        title,
        year,
        try_cast(issued_date as date) is not null as is_dated,
        coalesce(issued_date_text, issued_date) as date_text,
        document_number,
        coalesce(year(try_cast(issued_date as date)), try_cast(document_year(document_number) as integer)) as issued_year
    from raw.output
    where disposition in ('loaded', 'warned') and try_cast(year as integer) is not null
)

select
    source_row_id,
    if(is_dated, 'issued_date', 'document_number') as field,
    issued_year >= try_cast(year as integer) as holds,
    '“' || title || '”' || if(is_dated, '印发于' || date_text, '的文号“' || document_number || '”')
    || if(is_dated, ',早于计划年度', '早于计划年度') || year || '年,不计入该年成果;请核对'
    || if(is_dated, '印发时间', '文号') || ',属以前年度的请填入该年度的表' as message_zh
from issued
where issued_year is not null
