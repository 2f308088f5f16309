-- One row an output row, tied to the output it is about and the year in which that counts. report_rank orders the rows
-- of an output by who may say what it is: those of its year first.
select
    output_key,
    source_row_id,
    district_key,
    counted_year as year,
    row_number() over (
        partition by output_key
        order by (year != counted_year), path, table_number, row_number
    ) as report_rank
from staging.stg_output
