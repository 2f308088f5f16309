-- One row an output row that passed the checks, typed, with the output that it is about (output_key).
select
    source_row_id,
    district as district_key,
    try_cast(year as integer) as year,
    output_key,
    counted_year,
    path,
    table_number,
    row_number,
    reporting_department,
    domain as domain_key,
    title,
    document_number,
    issuer as issuer_key,
    if(
        is_known_by(earliest_day(try_cast(issued_date as date), issued_date_text), judged.as_of),
        try_cast(issued_date as date),
        null
    ) as issued_date,
    task_title,
    task_title_key,
    kind,
    remark
from raw.output
inner join output_groups() using (source_row_id)
cross join judged() as judged
where disposition in ('loaded', 'warned')
