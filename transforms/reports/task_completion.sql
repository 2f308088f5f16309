-- One row a task and year, as 附件2 重点改革任务完成情况表 lists them: by domain, then in the order of the plan.
select
    task.district_key as district,
    task.year,
    cast(
        row_number() over (
            partition by task.district_key, task.year
            order by known.domain_no, place.path, place.table_number, place.row_number, task.task_key
        )
        as integer
    ) as seq,
    coalesce(task.domain_key, '未填') as domain,
    task.title,
    task.lead_department_key as lead_department,
    task.supporting_departments,
    task.responsible_person,
    task.due_text,
    task.planned_due_date,
    task.status,
    task.completed_date,
    task.postponed_to_year,
    if(task.status = 'postponed', postponement.reason, null) as postponement_reason,
    task.remark,
    task.progress,
    task.carried_from_year,
    task.source_row_id,
    task.due_source_row_id,
    task.status_source_row_id,
    task.completed_source_row_id
from core.fct_task as task
left join core.dim_domain_year as known
    on task.district_key = known.district_key
    and task.year = known.year
    and task.domain_key is not distinct from known.domain_key
left join staging.stg_task as place on task.source_row_id = place.source_row_id
left join core.fct_postponement as postponement on task.task_key = postponement.task_key
order by district, task.year, seq
