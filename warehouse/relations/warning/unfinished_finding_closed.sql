-- A finding of an inspection that is said to be open has no day on which it was closed: the day closes nothing.
select
    told.source_row_id,
    'closed_date' as field,
    told.state is distinct from 'open' as holds,
    '整改状态填报为“' || state.raw_text || '”,却写有销号时间“' || told.closed_date_text
    || '”,不按已销号统计;请核对,未销号的问题请删去销号时间,计划的时间写在“整改时限”一栏' as message_zh
from raw.supervision as told
left join raw.source_cell as state
    on told.source_row_id = state.source_row_id
    and state.field = 'state'
    and told.state = 'open'
where
    told.disposition in ('loaded', 'warned')
    and told.closed_date is not null
