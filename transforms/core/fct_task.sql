-- One row a reform task and year, in the domain of the plan. Tasks that an approved postponement carries into a year
-- whose spreadsheets have arrived stand in that year too, once.
with listed as (
    select
        source.task_key,
        source.district_key,
        source.year,
        source.title_key,
        arg_min(task.task_no, source.plan_rank) as task_no,
        arg_min(task.title, source.plan_rank) as title,
        arg_min(task.content, source.plan_rank) as content,
        arg_min(task.domain_key, source.plan_rank) as domain_key,
        arg_min(task.lead_department_key, source.plan_rank) as lead_department_key,
        arg_min(task.supporting_departments, source.plan_rank) as supporting_departments,
        arg_min(task.leader, source.plan_rank) as leader,
        arg_min(task.responsible_person, source.plan_rank) as responsible_person,
        arg_min(task.planned_due_date, source.plan_rank) as planned_due_date,
        arg_min(task.due_text, source.plan_rank) as due_text,
        arg_min(task.reported_status, source.report_rank) as reported_status,
        arg_min(task.completed_date, source.report_rank) as completed_date,
        arg_min(task.progress, source.report_rank) as progress,
        arg_min(task.remark, source.report_rank) as remark,
        arg_min(source.source_row_id, source.plan_rank) as source_row_id,
        arg_min(source.source_row_id, source.report_rank) filter (
            where task.reported_status is not null
        ) as status_source_row_id
    from core.task_source as source
    inner join staging.stg_task as task using (source_row_id)
    group by all
),

years_received as (
    select distinct
        district_key,
        year
    from listed
),

carried as (
    select
        postponement.district_key,
        postponement.postponed_to_year as year,
        postponement.title_key,
        arg_max(postponement.task_key, postponement.year) as from_task_key,
        max(postponement.year) as carried_from_year,
        arg_max(postponement.title, postponement.year) as title,
        arg_max(postponement.domain_key, postponement.year) as domain_key,
        arg_max(postponement.lead_department_key, postponement.year) as lead_department_key,
        arg_max(postponement.source_row_id, postponement.year) as source_row_id
    from core.fct_postponement as postponement
    inner join years_received
        on postponement.district_key = years_received.district_key
        and postponement.postponed_to_year = years_received.year
    where
        postponement.approved
        and postponement.postponed_to_year > postponement.year
    group by all
),

tasks as (
    select
        concat_ws('|', district_key, year, title_key) as task_key,
        district_key,
        year,
        coalesce(listed.domain_key, origin.domain_key, carried.domain_key) as domain_key,
        listed.task_no,
        coalesce(listed.title, origin.title, carried.title) as title,
        coalesce(listed.content, origin.content) as content,
        coalesce(
            listed.lead_department_key, origin.lead_department_key, carried.lead_department_key
        ) as lead_department_key,
        coalesce(listed.supporting_departments, origin.supporting_departments) as supporting_departments,
        coalesce(listed.leader, origin.leader) as leader,
        coalesce(listed.responsible_person, origin.responsible_person) as responsible_person,
        listed.planned_due_date,
        listed.due_text,
        listed.reported_status,
        listed.completed_date,
        carried.carried_from_year,
        listed.progress,
        listed.remark,
        coalesce(listed.source_row_id, carried.source_row_id) as source_row_id,
        listed.status_source_row_id
    from listed
    full join carried using (district_key, year, title_key)
    left join listed as origin on carried.from_task_key = origin.task_key
),

with_status as (
    select
        tasks.*,
        postponement.postponed_to_year,
        postponement.source_row_id as postponement_source_row_id,
        case
            when tasks.reported_status in ('completed', 'cancelled') then tasks.reported_status
            when postponement.approved then 'postponed'
            when tasks.planned_due_date < latest.as_of then 'overdue'
            when tasks.reported_status in ('in_progress', 'postponed') then 'in_progress'
            else 'planned'
        end as status
    from tasks
    left join core.fct_postponement as postponement using (task_key)
    cross join (select max_by(as_of, refreshed_at) as as_of from raw.refresh) as latest
)

select
    task_key,
    district_key,
    year,
    domain_key,
    task_no,
    title,
    content,
    lead_department_key,
    supporting_departments,
    leader,
    responsible_person,
    lead_department_key || '|' || responsible_person as person_key,
    planned_due_date,
    due_text,
    quarter(planned_due_date) as planned_quarter,
    reported_status,
    status,
    if(status = 'completed', completed_date, null) as completed_date,
    carried_from_year,
    if(status = 'postponed', postponed_to_year, null) as postponed_to_year,
    progress,
    remark,
    source_row_id,
    coalesce(
        if(status = 'postponed', postponement_source_row_id, null), status_source_row_id, source_row_id
    ) as status_source_row_id
from with_status
