-- One row a dispatch row that passed the checks, typed, with what it is about (dispatch_key).
select
    source_row_id,
    district as district_key,
    try_cast(year as integer) as year,
    dispatch_key,
    first_year,
    task_title_key,
    path,
    table_number,
    row_number,
    sent_on,
    level,
    chaired_by,
    day_held as date,
    task_title,
    decision,
    try_cast(due_date as date) as due_date,
    due_date_text as due_text,
    responsible_department as responsible_department_key,
    responsible_person,
    progress,
    state as reported_state,
    completed_on as completed_date,
    completed_first_day,
    is_held,
    completed_too_early,
    standing,
    remark
from raw.dispatch
inner join dispatch_keys() using (source_row_id)
where disposition in ('loaded', 'warned')
