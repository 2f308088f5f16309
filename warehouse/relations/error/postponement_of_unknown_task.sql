-- A postponement names a task of its year.
select
    postponement.source_row_id,
    'title' as field,
    tasks.key is not null as holds,
    '延期事项“' || postponement.title || '”不在' || postponement.year
    || '年的改革任务中;请按工作要点填写事项全称' as message_zh
from raw.postponement as postponement
semi join known_tasks() as any_task using (district, year)
left join known_tasks() as tasks
    on postponement.district = tasks.district
    and postponement.year = tasks.year
    and title_key(postponement.title) = tasks.key
where postponement.disposition in ('loaded', 'warned')
