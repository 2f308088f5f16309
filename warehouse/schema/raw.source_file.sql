-- One row a version of a file of the inbox: other content under the same path is another row.
create table raw.source_file (
    file_id varchar primary key,
    path varchar not null,
    sha256 varchar not null,
    size_bytes bigint not null,
    format varchar not null,
    district varchar not null,
    department varchar,
    year integer,
    first_seen_at timestamp not null,
    loaded_at timestamp not null,
    state varchar not null check (state in ('loaded', 'unreadable', 'unrecognised', 'superseded', 'removed')),
    message varchar,
    cells bigint
)
