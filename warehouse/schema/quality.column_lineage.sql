-- One row a column of a model and a column that it is computed from; a constant has one row without a source.
create table quality.column_lineage (
    model varchar not null,
    column_name varchar not null,
    source_table varchar,
    source_column varchar,
    software_fingerprint varchar not null
)
