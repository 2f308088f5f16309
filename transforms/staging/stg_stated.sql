-- One row a figure that a written report states, from a row that passed the checks, typed.
select
    source_row_id,
    district as district_key,
    try_cast(year as integer) as year,
    path,
    table_number,
    row_number,
    report,
    measure,
    domain as domain_key,
    try_cast(value as decimal(38, 6)) as stated,
    value_text as stated_text,
    quote
from raw.stated
where disposition in ('loaded', 'warned')
