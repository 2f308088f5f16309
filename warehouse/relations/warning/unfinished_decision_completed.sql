-- A decision that is said to be under way has no day on which it was carried out: the day does not make it met.
select
    told.source_row_id,
    'completed_date' as field,
    told.state is null or told.state not in ('in_progress', 'not_done') as holds,
    '落实状态填报为“' || state.raw_text || '”,却写有完成时间“' || told.completed_date_text
    || '”,不按已落实统计;请核对,未落实的事项请把时间写在“完成时限”一栏' as message_zh
from raw.dispatch as told
left join raw.source_cell as state
    on told.source_row_id = state.source_row_id
    and state.field = 'state'
    and told.state in ('in_progress', 'not_done')
where
    told.disposition in ('loaded', 'warned')
    and told.completed_date is not null
