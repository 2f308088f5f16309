-- One row a year, quarter in which tasks are due (NULL without a due date), and a department or person with a part in
-- them (role): how many tasks, and how they stand. A person goes with the task's lead department: one name in two
-- departments is two people; those of tasks that name no department (未填) cannot be told apart. Parts that no task
-- names have no row: report.task_responsibility says what is missing.
with parts as (
    select
        district_key,
        year,
        planned_quarter,
        status,
        unnest(
            task_parts(lead_department_key, supporting_departments, leader, responsible_person), recursive := true
        )
    from core.fct_task
)

select
    district_key as district,
    year,
    planned_quarter as quarter,
    role,
    coalesce(department_key, '未填') as department,
    person,
    count(*) as planned,
    count(*) filter (where status = 'completed') as completed,
    count(*) filter (where status = 'overdue') as overdue
from parts
group by all
order by district, year, role, department, person, quarter nulls last
