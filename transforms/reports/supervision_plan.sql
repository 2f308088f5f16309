-- One row a task that the year's plan of supervision (督察计划) names, with the official who leads its dispatch, and
-- what has come of it: meetings held, their decisions and those past their deadline, and findings of inspections
-- (NULL where no ledger of the year was received for them).
with planned as (
    select
        dispatch.*,
        coalesce(dispatch.task_key, title_key(dispatch.task_title)) as subject,
        row_number() over (
            partition by dispatch.district_key, dispatch.year
            order by place.path, place.table_number, place.row_number
        ) as place
    from core.fct_dispatch as dispatch
    inner join staging.stg_dispatch as place using (source_row_id)
    where not dispatch.held
),

meetings as (
    select
        district_key,
        year,
        coalesce(task_key, title_key(task_title)) as subject,
        count(distinct date) as meetings_held,
        count(status) as decisions,
        count(*) filter (where status in ('met', 'met_late')) as decisions_met,
        count(*) filter (where status = 'overdue') as decisions_overdue
    from core.fct_dispatch
    where held
    group by all
),

findings as (
    select
        district_key,
        year,
        coalesce(task_key, title_key(task_title)) as subject,
        count(*) as findings,
        count(*) filter (where status = 'closed') as findings_closed
    from core.fct_supervision
    group by all
)

select
    planned.district_key as district,
    planned.year,
    coalesce(planned.domain_key, '未填') as domain,
    planned.task_title,
    planned.level,
    planned.chaired_by as leader,
    coalesce(planned.department_key, '未填') as lead_department,
    task.status as task_status,
    known_count(received.decisions_received, meetings.meetings_held) as meetings_held,
    known_count(received.decisions_received, meetings.decisions) as decisions,
    known_count(received.decisions_received, meetings.decisions_met) as decisions_met,
    known_count(received.decisions_received, meetings.decisions_overdue) as decisions_overdue,
    known_count(received.findings_received, findings.findings) as findings,
    known_count(received.findings_received, findings.findings_closed) as findings_closed,
    planned.source_row_id
from planned
inner join core.year_received as received using (district_key, year)
left join meetings using (district_key, year, subject)
left join findings using (district_key, year, subject)
left join core.fct_task as task on planned.task_key = task.task_key
order by district, planned.year, planned.place
