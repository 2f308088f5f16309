-- A postponement counts when a record says that it was agreed to and names the meeting or document.
select
    source_row_id,
    if(approved is null or approved != 'yes', 'approved', 'approved_by') as field,
    coalesce(approved = 'yes', false) and approved_by is not null as holds,
    '“' || title || '”的延期没有审批记录(须写明同意延期和审批会议或文件),该任务按未完成统计;请补填' as message_zh
from raw.postponement
where disposition in ('loaded', 'warned')
