-- One row a value of a source row: the text as written, the cell it stands in, and how it was read.
create table raw.source_cell (
    source_row_id varchar not null,
    district varchar not null,
    field varchar,
    header_text varchar not null,
    cell varchar,
    raw_text varchar not null,
    value varchar,
    doubt_rule varchar,
    doubt_message varchar
)
