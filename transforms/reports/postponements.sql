-- One row a task for which a postponement was asked in a year, approved or not.
select
    postponement.district_key as district,
    postponement.year,
    coalesce(task.domain_key, postponement.domain_key, '未填') as domain,
    coalesce(task.title, postponement.title) as title,
    coalesce(task.lead_department_key, postponement.lead_department_key) as lead_department,
    postponement.reason,
    postponement.approved_by,
    postponement.approved,
    postponement.postponed_to_year,
    postponement.source_row_id
from core.fct_postponement as postponement
left join core.fct_task as task using (task_key)
left join core.dim_domain_year as known
    on task.district_key = known.district_key
    and task.year = known.year
    and task.domain_key is not distinct from known.domain_key
order by district, postponement.year, known.domain_no nulls last, postponement.task_key
