-- One row a row that a newer return of its department replaces, with the newest return's first row on the same thing.
create table quality.newer_return (
    source_row_id varchar not null,
    district varchar not null,
    newest_source_row_id varchar not null
)
