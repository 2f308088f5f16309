-- A task that is said to be under way, postponed or cancelled has no day on which it was completed.
select
    task.source_row_id,
    'completed_date' as field,
    task.status is null or task.status = 'completed' as holds,
    '完成状态填报为“' || status.raw_text || '”,却写有完成时间“' || done.raw_text
    || '”;请核对完成状态,未完成的事项请把时间写在“完成时限”一栏' as message_zh
from raw.task as task
left join raw.source_cell as done
    on task.source_row_id = done.source_row_id
    and done.field = 'completed_date'
    and task.status != 'completed'
left join raw.source_cell as status
    on task.source_row_id = status.source_row_id
    and status.field = 'status'
    and task.status != 'completed'
where
    task.disposition in ('loaded', 'warned')
    and task.completed_date is not null
