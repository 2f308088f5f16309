-- One row a reform task and year, in the domain of the plan. Tasks that an approved postponement carries into a year
-- whose spreadsheets have arrived stand in that year too, once. A postponement to no later year postpones nothing.
with described as (
    select
        task_key,
        arg_min(task_no, description_rank) as task_no,
        arg_min(title, description_rank) as title,
        arg_min(content, description_rank) as content,
        arg_min(domain_key, description_rank) as domain_key,
        arg_min(source_row_id, description_rank) filter (where domain_key is not null) as domain_source_row_id,
        arg_min(lead_department_key, description_rank) as lead_department_key,
        arg_min(supporting_departments, description_rank) as supporting_departments,
        arg_min(leader, description_rank) as leader,
        arg_min(responsible_person, description_rank) as responsible_person,
        arg_min(planned_due_date, description_rank) as planned_due_date,
        arg_min(source_row_id, description_rank) filter (where planned_due_date is not null) as due_source_row_id,
        coalesce(
            arg_min(due_text, description_rank) filter (where planned_due_date is not null),
            arg_min(due_text, description_rank)
        ) as due_text,
        arg_min(source_row_id, description_rank) filter (where is_of_year) as listed_source_row_id
    from core.task_description
    group by all
),

listed as (
    select
        task_key,
        district_key,
        year
    from core.task_source
    where plan_rank = 1
),

tasks as (
    select
        task_key,
        coalesce(listed.district_key, carried.district_key) as district_key,
        coalesce(listed.year, carried.year) as year,
        described.* exclude (task_key),
        carried.carried_from_year,
        carried.carried_source_row_id,
        coalesce(described.listed_source_row_id, carried.carried_source_row_id) as source_row_id,
        report.* exclude (task_key, district_key),
        postponement.approved and coalesce(postponement.postponed_to_year > postponement.year, true) as is_postponed,
        postponement.postponed_to_year,
        postponement.source_row_id as postponement_source_row_id
    from described
    left join listed using (task_key)
    left join core.task_carried as carried using (task_key)
    left join core.task_report as report using (task_key)
    left join core.fct_postponement as postponement using (task_key)
),

with_status as (
    select
        tasks.*,
        case
            when reported_status in ('completed', 'cancelled') then reported_status
            when is_postponed then 'postponed'
            when planned_due_date < latest.as_of then 'overdue'
            when reported_status in ('in_progress', 'postponed') then 'in_progress'
            else 'planned'
        end as status
    from tasks
    cross join (select max_by(as_of, refresh_number) as as_of from raw.refresh) as latest
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
    person_keys(district_key, lead_department_key, responsible_person)[1] as person_key,
    person_keys(district_key, lead_department_key, responsible_person) as person_keys,
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
    domain_source_row_id,
    due_source_row_id,
    carried_source_row_id,
    if(status = 'completed', completed_source_row_id, null) as completed_source_row_id,
    case
        when status = 'postponed' then postponement_source_row_id
        when status = 'overdue' then due_source_row_id
        else coalesce(status_source_row_id, source_row_id)
    end as status_source_row_id,
    case
        when status = 'postponed' then 'approved'
        when status = 'overdue' then 'due_date'
        when reported_status is null then 'title'
        else 'status'
    end as status_field
from with_status
