-- One row: the latest refresh in figures. Rows and findings are those that stand; changes are this refresh's.
with latest as (
    select *
    from raw.refresh
    qualify refresh_number = max(refresh_number) over ()
),

files as (
    select
        count(*) filter (where state = 'loaded') as files,
        count(*) filter (where loaded_at = latest.refreshed_at) as files_read,
        count(*) filter (where state in ('unreadable', 'unrecognised')) as files_not_read
    from raw.source_file
    cross join latest
),

rows_received as (
    select
        count(*) filter (where disposition = 'loaded') as rows_loaded,
        count(*) filter (where disposition = 'warned') as rows_warned,
        count(*) filter (where disposition = 'rejected') as rows_rejected
    from raw.source_row
),

tasks as (
    select
        count(*) as tasks,
        count(*) filter (where status = 'overdue') as tasks_overdue
    from core.fct_task
),

changes as (
    select
        count(*) filter (where field = 'task_key' and new_value is not null) as tasks_new,
        count(*) filter (where field = 'task_key' and new_value is null) as tasks_gone,
        count(distinct task_key) filter (where not is_life) as tasks_changed
    from (
        select
            *,
            bool_or(field = 'task_key') over (partition by task_key) as is_life
        from core.fct_task_history
        where refresh_number = (select refresh_number from latest)
    )
)

select
    latest.refreshed_at,
    latest.as_of,
    files.*,
    rows_received.*,
    tasks.*,
    changes.*
from latest, files, rows_received, tasks, changes
