-- One row a refresh and a field of a task (a column of core.fct_task) that it changed: from what to what, and the source
-- row that says the new value. A task that appears has one row, of the field task_key; one that is gone has all of its.
create table core.fct_task_history (
    task_key varchar not null,
    changed_at timestamp not null,
    field varchar not null,
    old_value varchar,
    new_value varchar,
    source_row_id varchar,
    source_field varchar,
    refresh_number integer not null,
    district_key varchar not null
)
