-- A row that says on which day a task was completed says that it was; how the task stands is said in its own column.
select
    source_row_id,
    'completed_date' as field,
    status_by_row(
        status,
        try_cast(completed_date as date),
        earliest_day(try_cast(completed_date as date), completed_date_text),
        try_cast(year as integer),
        judged.as_of,
        judged.today
    ) is null as holds,
    '“' || title || '”的完成状态未填,因写有完成时间“' || coalesce(completed_date_text, completed_date)
    || '”,按已完成统计;请填写完成状态' as message_zh
from raw.task
cross join judged() as judged
where
    disposition in ('loaded', 'warned')
    and status is null
    and completed_date is not null
