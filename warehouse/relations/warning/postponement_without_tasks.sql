-- A postponement can be checked once tasks of its year have been received.
select
    postponement.source_row_id,
    'title' as field,
    exists (
        from raw.task as task
        where
            task.district = postponement.district
            and task.year = postponement.year
            and task.disposition in ('loaded', 'warned')
    ) as holds,
    '还没有收到' || postponement.year || '年的改革任务,延期事项“' || postponement.title
    || '”无法核对;请先报送或发布年度工作要点' as message_zh
from raw.postponement as postponement
where postponement.disposition in ('loaded', 'warned')
