-- One row a reform task and year, in the domain of the plan. Tasks that an approved postponement carries into a year
-- of which a ledger of any kind has arrived stand in that year too, once. A postponement to no later year postpones nothing.
with described as (
    select
        *,
        true as is_of_year,
        plan_rank as description_rank
    from staging.stg_task
    anti join core.task_description using (task_key)

    union all by name

    select
        *,
        false as is_only_row
    from core.task_description
),

-- What each row says of its task, and that it is the row that says so.
said as (
    select
        task_key,
        district_key,
        year,
        is_only_row,
        description_rank,
        report_rank,
        task_no,
        title,
        content,
        domain_key,
        if(domain_key is not null, source_row_id, null) as domain_source_row_id,
        lead_department_key,
        supporting_departments,
        leader,
        responsible_person,
        planned_due_date,
        if(planned_due_date is not null, source_row_id, null) as due_source_row_id,
        if(planned_due_date is not null, due_text, null) as dated_due_text,
        due_text,
        if(is_of_year, source_row_id, null) as listed_source_row_id,
        reported_status,
        if(reported_status is not null, source_row_id, null) as status_source_row_id,
        if(reported_status is not null, status_field, null) as status_field,
        completed_date,
        completed_first_day,
        if(completed_date is not null, source_row_id, null) as completed_source_row_id,
        progress,
        remark
    from described
),

merged as (
    select
        task_key,
        district_key,
        year,
        arg_min(task_no, description_rank) as task_no,
        arg_min(title, description_rank) as title,
        arg_min(content, description_rank) as content,
        arg_min(domain_key, description_rank) as domain_key,
        arg_min(domain_source_row_id, description_rank) as domain_source_row_id,
        arg_min(lead_department_key, description_rank) as lead_department_key,
        arg_min(supporting_departments, description_rank) as supporting_departments,
        arg_min(leader, description_rank) as leader,
        arg_min(responsible_person, description_rank) as responsible_person,
        arg_min(planned_due_date, description_rank) as planned_due_date,
        arg_min(due_source_row_id, description_rank) as due_source_row_id,
        arg_min(dated_due_text, description_rank) as dated_due_text,
        arg_min(due_text, description_rank) as due_text,
        arg_min(listed_source_row_id, description_rank) as listed_source_row_id,
        arg_min(reported_status, report_rank) as reported_status,
        arg_min(status_source_row_id, report_rank) as status_source_row_id,
        arg_min(status_field, report_rank) as status_field,
        arg_min(completed_date, report_rank) as completed_date,
        arg_min(completed_first_day, report_rank) as completed_first_day,
        arg_min(completed_source_row_id, report_rank) as completed_source_row_id,
        arg_min(progress, report_rank) as progress,
        arg_min(remark, report_rank) as remark
    from said
    where not is_only_row
    group by all

    union all by name

    select * exclude (is_only_row, description_rank, report_rank)
    from said
    where is_only_row
),

tasks as (
    select
        merged.* exclude (listed_source_row_id, dated_due_text, due_text),
        coalesce(merged.dated_due_text, merged.due_text) as due_text,
        carried.carried_from_year,
        carried.carried_source_row_id,
        coalesce(merged.listed_source_row_id, carried.carried_source_row_id) as source_row_id,
        postponement.approved and coalesce(postpones(postponement.year, postponement.postponed_to_year), true) as is_postponed,
        postponement.postponed_to_year,
        postponement.source_row_id as postponement_source_row_id
    from merged
    left join core.task_carried as carried using (task_key)
    left join core.fct_postponement as postponement using (task_key)
),

with_status as (
    select
        tasks.*,
        case
            when reported_status in ('completed', 'cancelled') then reported_status
            when is_postponed then 'postponed'
            when planned_due_date < judged.as_of then 'overdue'
            when reported_status in ('in_progress', 'postponed') then 'in_progress'
            else 'planned'
        end as status
    from tasks
    cross join judged() as judged
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
    departments_beside(lead_department_key, supporting_departments) as supporting_departments,
    leader,
    responsible_person,
    person_keys(district_key, lead_department_key, responsible_person)[1] as person_key,
    person_keys(district_key, lead_department_key, responsible_person) as person_keys,
    planned_due_date,
    due_text,
    if(year(planned_due_date) = year, quarter(planned_due_date), null) as planned_quarter,
    reported_status,
    status,
    if(status = 'completed', completed_date, null) as completed_date,
    if(status = 'completed', completed_first_day, null) as completed_first_day,
    if(
        status = 'completed', is_in_time(completed_first_day, completed_date, planned_due_date), null
    ) as completed_in_time,
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
        else status_field
    end as status_field
from with_status
