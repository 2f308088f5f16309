-- One row a task and year: the official, the departments and the person who answer for it, and who is missing. A task
-- that names no lead department, or neither an official nor a person, is owned by nobody.
select
    task.district_key as district,
    task.year,
    coalesce(task.domain_key, '未填') as domain,
    task.title,
    task.leader,
    task.lead_department_key as lead_department,
    task.supporting_departments,
    task.responsible_person,
    task.planned_due_date,
    task.planned_quarter,
    task.status,
    task.lead_department_key is not null and coalesce(task.leader, task.responsible_person) is not null as is_owned,
    nullif(
        array_to_string(
            list_filter(
                [
                    if(task.leader is null, '责任领导', null),
                    if(task.lead_department_key is null, '牵头单位', null),
                    if(task.responsible_person is null, '责任人', null)
                ],
                lambda missing: missing is not null
            ),
            '、'
        ),
        ''
    ) as missing,
    task.source_row_id
from core.fct_task as task
left join core.dim_domain_year as known
    on task.district_key = known.district_key
    and task.year = known.year
    and task.domain_key is not distinct from known.domain_key
order by district, task.year, is_owned, known.domain_no nulls last, task.task_key
