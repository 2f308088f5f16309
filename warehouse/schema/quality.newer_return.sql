-- One row a row that a newer return of its department replaces, with the newest return's first row on the same thing, and
-- the place among the rows that this one replaces, the newest first.
create table quality.newer_return (
    source_row_id varchar not null,
    district varchar not null,
    newest_source_row_id varchar not null,
    place_before_newest integer not null
)
