-- One row a refresh: the one of the highest number is the one this database was built by.
create table raw.refresh (
    refresh_id varchar primary key,
    refreshed_at timestamp not null,
    as_of date not null,
    inbox_fingerprint varchar not null,
    software_fingerprint varchar not null,
    scorecard varchar not null,
    refresh_number integer not null unique
)
