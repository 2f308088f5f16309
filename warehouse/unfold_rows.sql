-- One row a row of the tables in read_tables, where all rows of a table are one text.
insert into raw.source_row by name
with listed as (
    select
        place,
        file_id,
        district,
        sheet,
        table_number,
        record_type,
        is_plan,
        unnest(string_split(row_numbers, ',')) as row_number,
        unnest(string_split(skipped, separator)) as skipped
    from read_tables
)

select
    place || row_number as source_row_id,
    file_id,
    district,
    sheet,
    table_number,
    row_number::integer as row_number,
    record_type,
    is_plan and skipped = '' as is_plan,
    case when skipped != '' then 'skipped' end as disposition,
    nullif(skipped, '') as reason
from listed;
