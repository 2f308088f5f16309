-- A task is due in the year whose plan has it: one that is due in another year is judged by that day, and stands in no quarter.
select
    source_row_id,
    'due_date' as field,
    year(try_cast(due_date as date)) = try_cast(year as integer) as holds,
    '“' || title || '”的完成时限“' || coalesce(due_date_text, due_date) || '”' || if(
        year(try_cast(due_date as date)) < try_cast(year as integer),
        '早于任务年度' || year || '年,按已过期限统计;结转的任务请填写新的时限',
        '晚于任务年度' || year || '年'
    ) || ',不计入该年任何季度;如填写有误请改正' as message_zh
from raw.task
where
    disposition in ('loaded', 'warned')
    and try_cast(due_date as date) is not null
    and try_cast(year as integer) is not null
