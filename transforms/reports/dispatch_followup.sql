-- One row a decision of a dispatch meeting on a task, or a meeting that recorded none: who chaired it, what was decided
-- by when, and whether it was met.
select
    dispatch.district_key as district,
    dispatch.year,
    dispatch.level,
    dispatch.date,
    dispatch.chaired_by,
    coalesce(dispatch.domain_key, '未填') as domain,
    dispatch.task_title,
    dispatch.decision,
    dispatch.due_text,
    dispatch.due_date,
    coalesce(dispatch.department_key, '未填') as department,
    dispatch.responsible_person,
    dispatch.status,
    dispatch.completed_date,
    dispatch.days_late,
    dispatch.progress,
    dispatch.remark,
    dispatch.source_row_id,
    dispatch.status_source_row_id
from core.fct_dispatch as dispatch
where dispatch.held
order by district, dispatch.year, dispatch.date nulls last, dispatch.dispatch_key
