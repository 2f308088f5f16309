-- A task's number is unique in its year and domain, within a table.
select
    source_row_id,
    'task_no' as field,
    count(*) over (partition by file_id, sheet, table_number, year, domain, task_no) = 1 as holds,
    '序号“' || task_no || '”在同一领域内重复;请重新编号' as message_zh
from raw.task
where
    disposition in ('loaded', 'warned')
    and task_no is not null
