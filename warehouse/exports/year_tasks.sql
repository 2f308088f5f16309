-- One row a task that a department leads in the $year of a $district, as a template is filled with it beforehand: those
-- that the year's sheets list, then those that an approved postponement brings into a year without any sheet of it yet.
with listed as (
    select
        task.domain_key as domain,
        task.title,
        task.content,
        task.lead_department_key as lead_department,
        task.supporting_departments,
        task.leader,
        task.responsible_person,
        task.due_text as due_date,
        task.carried_from_year,
        domains.domain_no,
        try_cast(task.task_no as integer) as number
    from core.fct_task as task
    left join core.dim_domain_year as domains using (district_key, year, domain_key)
    where task.district_key = $district and task.year = $year
),

carried as (
    select
        coalesce(origin.domain_key, postponement.domain_key) as domain,
        coalesce(origin.title, postponement.title) as title,
        origin.content,
        coalesce(origin.lead_department_key, postponement.lead_department_key) as lead_department,
        origin.supporting_departments,
        origin.leader,
        origin.responsible_person,
        postponement.year as carried_from_year
    from core.fct_postponement as postponement
    left join core.fct_task as origin using (task_key)
    where
        postponement.district_key = $district
        and postponement.postponed_to_year = $year
        and postponement.year < $year
        and postponement.approved
        and postponement.title_key not in (select title_key(title) from listed)
),

tasks as (
    from listed

    union all by name

    from carried
)

select
    domain,
    title,
    content,
    lead_department,
    supporting_departments,
    leader,
    responsible_person,
    due_date,
    '由' || carried_from_year || '年结转' as remark
from tasks
where lead_department is not null and title is not null
order by
    domain_no nulls last,
    number nulls last,
    title
