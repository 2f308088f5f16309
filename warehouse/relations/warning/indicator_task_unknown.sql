-- The task that an indicator is tied to is a task of its year.
select
    indicator.source_row_id,
    'task_title' as field,
    tasks.key is not null as holds,
    '对应改革事项“' || indicator.task_title || '”不在' || indicator.year
    || '年的改革任务中;请按工作要点填写事项全称' as message_zh
from raw.indicator as indicator
semi join known_tasks() as any_task using (district, year)
left join known_tasks() as tasks
    on indicator.district = tasks.district
    and indicator.year = tasks.year
    and title_key(indicator.task_title) = tasks.key
where
    indicator.disposition in ('loaded', 'warned')
    and indicator.task_title is not null
