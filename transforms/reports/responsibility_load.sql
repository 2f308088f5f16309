-- One row a year, quarter in which tasks are due (NULL without a due date), and a department or person with a part in
-- them (role): how many tasks, and how they stand. A person goes with the task's lead department: one name in two
-- departments is two people; those of tasks that name no department (未填) cannot be told apart. Parts that no task
-- names have no row: report.task_responsibility says what is missing.
with parts as (
    select
        'lead_department' as role,
        task_key,
        lead_department_key as department_key,
        cast(null as varchar) as person
    from core.fct_task

    union all

    select
        'supporting_department' as role,
        task_key,
        unnest(string_split(supporting_departments, '、')) as department_key,
        null as person
    from core.fct_task

    union all

    select
        'leader' as role,
        task_key,
        lead_department_key as department_key,
        unnest(string_split(leader, '、')) as person
    from core.fct_task

    union all

    select
        'responsible_person' as role,
        task_key,
        lead_department_key as department_key,
        unnest(string_split(responsible_person, '、')) as person
    from core.fct_task
)

select
    task.district_key as district,
    task.year,
    task.planned_quarter as quarter,
    parts.role,
    coalesce(parts.department_key, '未填') as department,
    parts.person,
    count(*) as planned,
    count(*) filter (where task.status = 'completed') as completed,
    count(*) filter (where task.status = 'overdue') as overdue
from parts
inner join core.fct_task as task using (task_key)
group by all
order by district, task.year, parts.role, department, parts.person, quarter nulls last
