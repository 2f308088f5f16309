-- One row a refresh and a district that it computed anew, because files of it had changed, or all that is made of them.
create table raw.refresh_district (
    refresh_id varchar not null,
    district varchar not null
)
