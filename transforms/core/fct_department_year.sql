-- One row a department and year of which any ledger tells (department NULL for what names none): the counts that its
-- score is computed from. A task counts for its lead department; a document for the lead department of its task, one of
-- no task for its issuer; what was recognised above for the lead department of its task, else for who reports it.
-- outputs_known and recognition_known say whether a ledger speaks for the department: one that it sent or that names
-- something of it, or one of the reform office, which speaks for all. Of others it is not known (NULL) what there is, nor
-- what was recognised at levels that are not known; nor are tasks or findings of a year without a ledger of them, nor
-- that the office, which keeps the ledgers of others, had nothing recognised.
with tasks as (
    select
        district_key,
        year,
        lead_department_key as department_key,
        count(*) as planned,
        count(*) filter (where status = 'completed') as completed,
        count(*) filter (where status = 'postponed') as postponed,
        count(*) filter (where status = 'cancelled') as cancelled,
        count(*) filter (where status = 'overdue') as overdue,
        count(*) filter (where completed_in_time) as completed_on_time,
        count(*) filter (where not completed_in_time) as completed_late,
        count(*) filter (
            where status = 'completed' and completed_in_time is null and planned_due_date is not null
        ) as completed_undated,
        count(*) filter (
            where status not in ('postponed', 'cancelled') and task_key in (select task_key from core.output_task)
        ) as tasks_with_output
    from core.fct_task
    group by all
),

outputs as (
    select
        output.district_key,
        output.year,
        if(task.task_key is null, output.issuer_key, task.lead_department_key) as department_key,
        count(*) as outputs
    from core.fct_output as output
    left join core.fct_task as task using (task_key)
    group by all
),

findings as (
    select
        district_key,
        year,
        department_key,
        count(*) as findings,
        count(*) filter (where verified) as findings_closed
    from core.fct_supervision
    group by all
),

recognised as (
    select district_key, year, department_key, level from core.fct_publicity
    union all
    select district_key, year, department_key, level from core.fct_pilot
),

recognitions as (
    select
        district_key,
        year,
        department_key,
        count(*) as recognitions,
        count(level) as levels_known,
        sum(coalesce(list_position(['区', '市', '省', '国家'], level), 0)) as level_points
    from recognised
    group by all
),

ledgers as (
    select district_key, year, reporting_department, 'outputs' as ledger from staging.stg_output
    union
    select district_key, year, reporting_department, 'recognition' as ledger from staging.stg_publicity
    union
    select district_key, year, reporting_department, 'recognition' as ledger from staging.stg_pilot
),

senders as (
    select
        district_key,
        year,
        reporting_department as department_key,
        bool_or(ledger = 'outputs') as sent_outputs,
        bool_or(ledger = 'recognition') as sent_recognition,
        is_reform_office(reporting_department) as is_office
    from ledgers
    where reporting_department is not null
    group by all
),

returns as (
    select
        district_key,
        year,
        department_key,
        count(*) as returns,
        count(*) filter (where is_late) as returns_late,
        count(*) filter (where is_late is null and due_date is not null) as returns_undated,
        sum(cells) as cells,
        sum(errors) as errors
    from core.fct_return
    group by all
),

assessments as (
    select
        district_key,
        year,
        department_key,
        sum(points) as assessment_points,
        sum(weight) as assessment_weight
    from core.fct_assessment
    group by all
),

told as (
    select * from tasks
    union all by name
    select * from outputs
    union all by name
    select * from findings
    union all by name
    select * from recognitions
    union all by name
    select * from senders
    union all by name
    select * from returns
    union all by name
    select * from assessments
),

summed as (
    select
        district_key,
        year,
        department_key,
        bool_or(outputs > 0 or tasks_with_output > 0 or sent_outputs) is true
        or bool_or(bool_or(sent_outputs and is_office)) over of_year is true as outputs_known,
        case
            when sum(recognitions) > 0 then sum(levels_known) > 0
            when is_reform_office(department_key) then false
            else
                bool_or(sent_recognition) is true
                or bool_or(bool_or(sent_recognition and is_office)) over of_year is true
        end as recognition_known,
        sum(planned) as planned,
        sum(completed) as completed,
        sum(postponed) as postponed,
        sum(cancelled) as cancelled,
        sum(overdue) as overdue,
        sum(completed_on_time) as completed_on_time,
        sum(completed_late) as completed_late,
        sum(completed_undated) as completed_undated,
        sum(tasks_with_output) as tasks_with_output,
        sum(outputs) as outputs,
        sum(findings) as findings,
        sum(findings_closed) as findings_closed,
        sum(recognitions) as recognitions,
        sum(level_points) as level_points,
        sum(returns) as returns,
        sum(returns_late) as returns_late,
        sum(returns_undated) as returns_undated,
        sum(cells) as cells,
        sum(errors) as errors,
        sum(assessment_points) as assessment_points,
        sum(assessment_weight) as assessment_weight
    from told
    where year is not null
    group by district_key, year, department_key
    window of_year as (partition by district_key, year)
)

select
    district_key,
    year,
    department_key,
    outputs_known,
    recognition_known,
    known_count(received.tasks_received, planned) as planned,
    known_count(received.tasks_received, completed) as completed,
    known_count(received.tasks_received, postponed) as postponed,
    known_count(received.tasks_received, cancelled) as cancelled,
    known_count(received.tasks_received, overdue) as overdue,
    known_count(received.tasks_received, completed_on_time) as completed_on_time,
    known_count(received.tasks_received, completed_late) as completed_late,
    known_count(received.tasks_received, completed_undated) as completed_undated,
    known_count(outputs_known, tasks_with_output) as tasks_with_output,
    known_count(outputs_known, outputs) as outputs,
    known_count(received.findings_received, findings) as findings,
    known_count(received.findings_received, findings_closed) as findings_closed,
    known_count(recognition_known or recognitions > 0, recognitions) as recognitions,
    known_count(recognition_known, level_points) as level_points,
    cast(coalesce(returns, 0) as bigint) as returns,
    cast(coalesce(returns_late, 0) as bigint) as returns_late,
    cast(coalesce(returns_undated, 0) as bigint) as returns_undated,
    cast(coalesce(cells, 0) as bigint) as cells,
    cast(coalesce(errors, 0) as bigint) as errors,
    assessment_points,
    assessment_weight
from summed
left join core.year_received as received using (district_key, year)
