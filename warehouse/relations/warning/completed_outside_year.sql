-- A task is completed in its year or later, and not after the day as of which tasks are judged: a day that cannot be one is
-- not taken, and whether the task was completed in time is not known; nor, where no status is said, that it was completed.
-- A day that was still to come on an earlier day as of which tasks are judged is right.
select
    source_row_id,
    'completed_date' as field,
    can_be_completed(
        try_cast(completed_date as date),
        earliest_day(try_cast(completed_date as date), completed_date_text),
        try_cast(year as integer),
        judged.as_of
    )
    or is_known_later(
        earliest_day(try_cast(completed_date as date), completed_date_text), judged.as_of, judged.today
    ) as holds,
    '“' || title || '”的完成时间“' || coalesce(completed_date_text, completed_date) || '”'
    || if(
        year(try_cast(completed_date as date)) < try_cast(year as integer),
        '早于计划年度' || year || '年',
        '晚于统计日期' || strftime(judged.as_of, '%Y-%m-%d')
    )
    || if(
        status is null,
        ',完成状态未填,不按已完成统计;请核对完成时间并填写完成状态',
        ',按完成时间不明统计,不算按时完成;请核对完成时间'
    ) as message_zh
from raw.task
cross join judged() as judged
where
    disposition in ('loaded', 'warned')
    and coalesce(status, 'completed') = 'completed'
    and try_cast(completed_date as date) is not null
    and try_cast(year as integer) is not null
