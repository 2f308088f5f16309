-- A finding of an inspection is closed, verified and due on or after the day on which it was found. A closing or a
-- verification dated before counts as none.
with days as (
    select
        source_row_id,
        problem,
        found_on,
        unnest([
            {
                'field': 'closed_date',
                'noun': '销号时间',
                'effect': ',不作为销号依据',
                'day': try_cast(closed_date as date)
            },
            {
                'field': 'verified_date',
                'noun': '核验时间',
                'effect': ',不作为核验依据',
                'day': try_cast(verified_date as date)
            },
            {'field': 'second_look_date', 'noun': '回头看时间', 'effect': '', 'day': try_cast(second_look_date as date)},
            {'field': 'due_date', 'noun': '整改时限', 'effect': '', 'day': try_cast(due_date as date)}
        ], recursive := true)
    from raw.supervision
    inner join supervision_keys() using (source_row_id)
)

select
    source_row_id,
    field,
    day >= found_on as holds,
    '问题“' || problem || '”的' || noun || strftime(day, '%Y-%m-%d') || '早于发现时间' || strftime(found_on, '%Y-%m-%d')
    || effect || ';请核对两个时间' as message_zh
from days
where day is not null and found_on is not null
