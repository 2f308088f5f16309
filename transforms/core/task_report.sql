-- One row a listed task and year: how it stands according to the rows that report on it.
select
    source.task_key,
    source.district_key,
    arg_min(task.reported_status, source.report_rank) as reported_status,
    arg_min(task.completed_date, source.report_rank) as completed_date,
    arg_min(task.progress, source.report_rank) as progress,
    arg_min(task.remark, source.report_rank) as remark,
    arg_min(source.source_row_id, source.report_rank) filter (
        where task.reported_status is not null
    ) as status_source_row_id,
    arg_min(source.source_row_id, source.report_rank) filter (
        where task.completed_date is not null
    ) as completed_source_row_id
from core.task_source as source
inner join staging.stg_task as task using (source_row_id)
group by all
