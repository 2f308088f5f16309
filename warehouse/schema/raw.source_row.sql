-- One row a row of a table's body in a file, or of a sheet without a known table, which has no record
-- type; loaded or not, nothing is dropped. A row has no disposition until it has been checked.
create table raw.source_row (
    source_row_id varchar primary key,
    file_id varchar not null,
    district varchar not null,
    sheet varchar not null,
    table_number integer not null,
    row_number integer not null,
    record_type varchar,
    is_plan boolean not null,
    disposition varchar check (
        disposition in ('loaded', 'warned', 'rejected', 'skipped', 'superseded')
    ),
    reason varchar
)
