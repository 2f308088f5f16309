-- One row a decision of a dispatch meeting on a task, however many sheets tell of it; or a dispatch that the plan of
-- supervision sets for a task, with neither a day nor a decision, a deadline or a state yet (held is false). A decision is met when a sheet
-- says so or gives the day, met_late when that day (of a month, all of it) is past the due date, overdue when it is past the
-- due date otherwise, else open; what decides nothing has no status. One that was carried out before it was made is not met. What
-- is dated after the day as of which things are judged had not happened.
with merged as (
    select
        source.dispatch_key,
        source.district_key,
        source.year,
        arg_min(told.level, report_rank) as level,
        arg_min(told.chaired_by, report_rank) as chaired_by,
        arg_min(told.date, report_rank) as date,
        arg_min(told.task_title, report_rank) as task_title,
        arg_min(told.task_title_key, report_rank) as task_title_key,
        arg_min(told.decision, report_rank) as decision,
        arg_min(told.due_date, report_rank) as due_date,
        coalesce(
            arg_min(told.due_text, report_rank) filter (where told.due_date is not null),
            arg_min(told.due_text, report_rank)
        ) as due_text,
        arg_min(told.responsible_department_key, report_rank) as responsible_department_key,
        arg_min(told.responsible_person, report_rank) as responsible_person,
        arg_min(told.progress, report_rank) as progress,
        arg_min(told.standing, report_rank) as reported_state,
        arg_min(told.completed_date, report_rank) filter (where told.standing = 'done') as completed_date,
        arg_min(told.completed_first_day, report_rank) filter (where told.standing = 'done') as completed_first_day,
        arg_min(source.source_row_id, report_rank) filter (
            where told.standing = 'done' and told.completed_date is not null
        ) as completed_source_row_id,
        arg_min(told.remark, report_rank) as remark,
        arg_min(source.source_row_id, report_rank) as source_row_id,
        arg_min(source.source_row_id, report_rank) filter (where told.due_date is not null) as due_source_row_id,
        arg_min(source.source_row_id, report_rank) filter (where told.standing is not null) as state_source_row_id,
        arg_min(if(told.reported_state is null, 'completed_date', 'state'), report_rank)
            filter (where told.standing is not null) as state_field,
        bool_or(told.is_held) as held
    from core.dispatch_source as source
    inner join staging.stg_dispatch as told using (source_row_id)
    group by all
),

with_status as (
    select
        merged.*,
        judged.as_of,
        case
            when decision is null then null
            when reported_state = 'done' and completed_first_day > due_date then 'met_late'
            when reported_state = 'done' then 'met'
            when due_date < judged.as_of then 'overdue'
            else 'open'
        end as status
    from merged
    cross join judged() as judged
)

select
    dispatch.dispatch_key,
    dispatch.district_key,
    dispatch.year,
    task.domain_key,
    task.task_key,
    coalesce(task.title, dispatch.task_title) as task_title,
    dispatch.level,
    dispatch.chaired_by,
    dispatch.date,
    dispatch.held,
    dispatch.decision,
    dispatch.due_date,
    dispatch.due_text,
    coalesce(dispatch.responsible_department_key, task.lead_department_key) as department_key,
    dispatch.responsible_person,
    dispatch.progress,
    dispatch.reported_state,
    dispatch.status,
    if(dispatch.status in ('open', 'overdue'), null, dispatch.completed_date) as completed_date,
    days_late(
        dispatch.due_date,
        dispatch.status = 'overdue',
        dispatch.as_of,
        if(dispatch.status in ('met', 'met_late'), dispatch.completed_first_day, null),
        dispatch.completed_date
    ) as days_late,
    dispatch.remark,
    dispatch.source_row_id,
    dispatch.due_source_row_id,
    if(dispatch.status in ('met', 'met_late'), dispatch.completed_source_row_id, null) as completed_source_row_id,
    case
        when dispatch.status = 'overdue' then dispatch.due_source_row_id
        else coalesce(dispatch.state_source_row_id, dispatch.source_row_id)
    end as status_source_row_id,
    case
        when dispatch.status = 'overdue' then 'due_date'
        else coalesce(dispatch.state_field, if(dispatch.decision is null, 'task_title', 'decision'))
    end as status_field
from with_status as dispatch
left join core.fct_task as task
    on task.task_key = concat_ws('|', dispatch.district_key, dispatch.year, dispatch.task_title_key)
