-- One row a version of a file: what became of its rows. Found is the sum of the others.
create table quality.file_summary (
    file_id varchar primary key,
    path varchar not null,
    district varchar not null,
    department varchar,
    year integer,
    rows_found bigint not null,
    rows_loaded bigint not null,
    rows_warned bigint not null,
    rows_rejected bigint not null,
    rows_skipped bigint not null,
    rows_superseded bigint not null
)
