-- One row a field that the latest refresh changed of a task that was there before and still is, states first.
with changed as (
    select
        *,
        bool_or(field = 'task_key') over (partition by task_key) as is_life
    from core.fct_task_history
    where refresh_number = (select max(refresh_number) from raw.refresh)
)

select
    changed.district_key as district,
    task.year,
    task.title,
    changed.field,
    changed.old_value,
    changed.new_value
from changed
inner join core.fct_task as task using (task_key)
where not is_life
order by (changed.field != 'status'), changed.task_key, changed.field
limit ?
