-- One row a thing that is wrong or uncertain in a file now in the inbox, with its cell and the remedy in Chinese.
create table quality.finding (
    finding_id varchar primary key,
    source_row_id varchar,
    file_id varchar not null,
    district varchar not null,
    path varchar not null,
    sheet varchar,
    cell varchar,
    field varchar,
    raw_text varchar,
    rule varchar not null,
    severity varchar not null check (severity in ('error', 'warning', 'info')),
    message_zh varchar not null
)
