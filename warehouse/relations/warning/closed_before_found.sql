-- A finding of an inspection is closed, verified and due on or after the day on which it was found.
with dated as (
    select
        *,
        coalesce(
            try_cast(found_date as date),
            min(try_cast(found_date as date)) over (partition by supervision_key)
        ) as found_on
    from raw.supervision
    inner join supervision_keys() using (source_row_id)
),

days as (
    select
        source_row_id,
        problem,
        found_on,
        unnest([
            {'field': 'closed_date', 'noun': '销号时间', 'day': try_cast(closed_date as date)},
            {'field': 'verified_date', 'noun': '核验时间', 'day': try_cast(verified_date as date)},
            {'field': 'second_look_date', 'noun': '回头看时间', 'day': try_cast(second_look_date as date)},
            {'field': 'due_date', 'noun': '整改时限', 'day': try_cast(due_date as date)}
        ], recursive := true)
    from dated
)

select
    source_row_id,
    field,
    day >= found_on as holds,
    '问题“' || problem || '”的' || noun || strftime(day, '%Y-%m-%d') || '早于发现时间' || strftime(found_on, '%Y-%m-%d')
    || ';请核对两个时间' as message_zh
from days
where day is not null and found_on is not null
