-- One row a task row that passed the checks, typed.
select
    source_row_id,
    district as district_key,
    try_cast(year as integer) as year,
    title_key,
    path,
    table_number,
    row_number,
    is_plan,
    reporting_department,
    task_no,
    domain as domain_key,
    title,
    content,
    lead_department as lead_department_key,
    supporting_departments,
    leader,
    responsible_person,
    try_cast(due_date as date) as planned_due_date,
    due_date_text as due_text,
    status as reported_status,
    try_cast(completed_date as date) as completed_date,
    progress,
    remark
from raw.task
where disposition in ('loaded', 'warned')
