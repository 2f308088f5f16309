-- A task may be given the same decision by several meetings, which their days tell apart: a row that repeats it without the
-- day counts for the first of them, and is said so. So is one that says how a decision stands, but neither the day nor what
-- was decided: it is a meeting without a decision.
select
    source_row_id,
    'decision' as field,
    if(decision is null, day_held is not null or not is_held, not has_other_days) as holds,
    if(
        decision is null,
        '“' || task_title || '”填有完成时限、落实状态或完成时间,却没有填写调度日期和议定事项,不作为督察计划,也不计入议定事项;'
        || '请填写调度日期和议定事项,属督察计划的请删去这几栏',
        '议定事项“' || decision || '”没有填写调度日期,而该事项有几次会议作出同样的议定,无法区分,计入最早的一次('
        || strftime(held_on, '%Y-%m-%d') || ');请填写调度日期'
    ) as message_zh
from raw.dispatch
inner join dispatch_keys() using (source_row_id)
