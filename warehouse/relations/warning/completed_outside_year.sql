-- A task is completed in its year or later, and not after the day as of which tasks are judged: a day that cannot be one is
-- not taken, and whether the task was completed in time is not known.
with latest as (
    select max_by(as_of, refresh_number) as as_of
    from raw.refresh
)

select
    source_row_id,
    'completed_date' as field,
    can_be_completed(try_cast(completed_date as date), try_cast(year as integer), latest.as_of) as holds,
    '“' || title || '”的完成时间“' || coalesce(completed_date_text, completed_date) || '”'
    || if(
        year(try_cast(completed_date as date)) < try_cast(year as integer),
        '早于计划年度' || year || '年',
        '晚于统计日期' || strftime(latest.as_of, '%Y-%m-%d')
    )
    || ',按完成时间不明统计,不算按时完成;请核对完成时间' as message_zh
from raw.task
cross join latest
where
    disposition in ('loaded', 'warned')
    and status = 'completed'
    and try_cast(completed_date as date) is not null
    and try_cast(year as integer) is not null
