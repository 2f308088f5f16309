-- What a dispatch meeting decides is due and done on or after the day of the meeting: what is dated before is not done.
with days as (
    select
        source_row_id,
        held_on,
        unnest([
            {'field': 'due_date', 'noun': '完成时限', 'effect': '', 'day': try_cast(due_date as date)},
            {
                'field': 'completed_date',
                'noun': '完成时间',
                'effect': ',不作为落实依据',
                'day': try_cast(completed_date as date)
            }
        ], recursive := true)
    from raw.dispatch
    inner join dispatch_keys() using (source_row_id)
)

select
    source_row_id,
    field,
    day >= held_on as holds,
    '议定事项的' || noun || strftime(day, '%Y-%m-%d') || '早于调度日期' || strftime(held_on, '%Y-%m-%d')
    || effect || ';请核对两个时间' as message_zh
from days
where day is not null and held_on is not null
