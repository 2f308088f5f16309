-- A task may be given the same decision by several meetings, which their days tell apart: a row that repeats it without the
-- day counts for the first of them, and is said so.
select
    source_row_id,
    'decision' as field,
    not has_other_days as holds,
    '议定事项“' || decision || '”没有填写调度日期,而该事项有几次会议作出同样的议定,无法区分,计入最早的一次('
    || strftime(held_on, '%Y-%m-%d') || ');请填写调度日期' as message_zh
from raw.dispatch
inner join dispatch_keys() using (source_row_id)
where decision is not null
