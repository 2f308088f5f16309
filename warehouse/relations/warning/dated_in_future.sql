-- What is told of has happened: a day that has not come, neither by now nor by the day as of which things are judged, is
-- not taken. That of a task's completion has a check of its own.
with days as (
    select
        source_row_id,
        unnest([
            {'field': 'found_date', 'noun': '发现时间', 'effect': '按发现时间不明统计', 'day': found_date, 'written': found_date_text},
            {
                'field': 'closed_date',
                'noun': '销号时间',
                'effect': if(state is null, '整改状态未填,不按已销号统计', '按销号时间不明统计'),
                'day': closed_date,
                'written': closed_date_text
            },
            {
                'field': 'verified_date',
                'noun': '核验时间',
                'effect': '不作为核验依据',
                'day': verified_date,
                'written': verified_date_text
            },
            {
                'field': 'second_look_date',
                'noun': '回头看时间',
                'effect': '按回头看时间不明统计',
                'day': second_look_date,
                'written': second_look_date_text
            }
        ], recursive := true)
    from raw.supervision
    where disposition in ('loaded', 'warned')

    union all

    select
        source_row_id,
        unnest([
            {'field': 'date', 'noun': '调度日期', 'effect': '按未填日期统计', 'day': date, 'written': date_text},
            {
                'field': 'completed_date',
                'noun': '完成时间',
                'effect': if(state is null, '落实状态未填,不按已落实统计', '按完成时间不明统计'),
                'day': completed_date,
                'written': completed_date_text
            }
        ], recursive := true)
    from raw.dispatch
    where disposition in ('loaded', 'warned')

    union all

    select
        source_row_id,
        'issued_date' as field,
        '印发时间' as noun,
        '不计入成果' as effect,
        issued_date as day,
        issued_date_text as written
    from raw.output
    where disposition in ('loaded', 'warned')

    union all

    select
        source_row_id,
        'date' as field,
        '日期' as noun,
        '不计入统计' as effect,
        date as day,
        date_text as written
    from dated_rows()
)

select
    source_row_id,
    field,
    not is_in_future(earliest_day(try_cast(day as date), written), judged.as_of, judged.today) as holds,
    noun || '“' || coalesce(written, day) || '”晚于统计日期' || strftime(greatest(judged.as_of, judged.today), '%Y-%m-%d')
    || ',' || effect || ';请核对' || noun as message_zh
from days
cross join judged() as judged
where try_cast(day as date) is not null
