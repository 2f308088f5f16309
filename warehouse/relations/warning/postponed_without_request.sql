-- A task reported as postponed has an approved request; without one it counts as not completed.
select
    task.source_row_id,
    'status' as field,
    approved.key is not null as holds,
    '“' || task.title || '”填报为延期,但没有经审批的延期申请,按未完成统计;请报送延期申请及审批会议' as message_zh
from raw.task as task
left join (select distinct district, year, key from approved_postponements()) as approved
    on task.district = approved.district
    and task.year = approved.year
    and task.title_key = approved.key
where
    task.disposition in ('loaded', 'warned')
    and task.status = 'postponed'
