-- The task that an output is tied to is a task of its year.
select
    output.source_row_id,
    'task_title' as field,
    tasks.key is not null as holds,
    '对应改革事项“' || output.task_title || '”不在' || output.year || '年的改革任务中;请按工作要点填写事项全称' as message_zh
from raw.output as output
semi join known_tasks() as any_task using (district, year)
left join known_tasks() as tasks
    on output.district = tasks.district
    and output.year = tasks.year
    and title_key(output.task_title) = tasks.key
where
    output.disposition in ('loaded', 'warned')
    and output.task_title is not null
