-- One row a task that is past its due date and neither completed, cancelled nor postponed with approval.
select
    task.district_key as district,
    task.year,
    coalesce(task.domain_key, '未填') as domain,
    task.title,
    task.lead_department_key as lead_department,
    task.responsible_person,
    task.due_text,
    task.planned_due_date,
    date_diff('day', task.planned_due_date, judged.as_of) as days_late,
    task.source_row_id,
    task.due_source_row_id
from core.fct_task as task
cross join judged() as judged
where task.status = 'overdue'
order by district, task.year, days_late desc, task.task_key
