-- One row a cell of the $source_row_ids, in the order of the sheet; what stands in no cell (a file's or a sheet's name)
-- comes last.
select
    source_row_id,
    cell,
    header_text,
    raw_text,
    field
from raw.source_cell
where source_row_id in (select unnest($source_row_ids))
order by
    source_row_id,
    cast(nullif(regexp_extract(cell, '\d+$'), '') as bigint) desc nulls last,
    length(cell),
    cell,
    header_text
