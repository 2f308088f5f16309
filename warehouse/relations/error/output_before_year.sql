-- An output came out in the year of its plan or later: what was issued before is no output of the year.
select
    output.source_row_id,
    'issued_date' as field,
    year(try_cast(output.issued_date as date)) >= try_cast(output.year as integer) as holds,
    '“' || output.title || '”印发于' || coalesce(output.issued_date_text, output.issued_date) || ',早于计划年度' || output.year
    || '年,不计入该年成果;请核对印发时间,属以前年度的请填入该年度的表' as message_zh
from raw.output as output
where
    output.disposition in ('loaded', 'warned')
    and try_cast(output.issued_date as date) is not null
    and try_cast(output.year as integer) is not null
