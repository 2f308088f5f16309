-- One row a year: the headline figures of the annual report, counted from the tasks, with what was received for it.
with tasks as (
    select
        district_key,
        year,
        count(distinct domain_key) as domains,
        sum(planned) as planned,
        sum(carried_in) as carried_in,
        sum(completed) as completed,
        sum(postponed) as postponed,
        sum(cancelled) as cancelled,
        sum(overdue) as overdue,
        sum(in_progress) as in_progress,
        sum(not_started) as not_started,
        sum(q4_planned) as q4_planned
    from core.fct_task_year_domain
    group by all
),

outputs as (
    select
        district_key,
        year,
        count(*) as outputs
    from core.fct_output
    group by all
),

meetings as (
    select
        district_key,
        year,
        count(*) as meetings
    from core.fct_meeting
    group by all
),

dispatch as (
    select
        district_key,
        year,
        count(*) as tasks_to_dispatch
    from core.fct_dispatch
    where not held
    group by all
),

recognised as (
    select
        district as district_key,
        year,
        sum(publicity) as publicity,
        sum(endorsements) as endorsements,
        sum(pilots) as pilots
    from report.recognition_by_level
    group by all
),

received as (
    select
        file.district as district_key,
        summary.year,
        count(*) as files,
        sum(summary.rows_found) as rows_found,
        sum(summary.rows_rejected) as rows_rejected
    from quality.file_summary as summary
    inner join raw.source_file as file using (file_id)
    where file.state = 'loaded'
    group by all
),

years as (
    select district_key, year from tasks
    union
    select district_key, year from staging.stg_output
    union
    select district_key, year from meetings
    union
    select district_key, year from staging.stg_publicity
    union
    select district_key, year from staging.stg_pilot
    union
    select district_key, year from staging.stg_supervision
    union
    select district_key, year from staging.stg_dispatch
    union
    select district_key, year from core.fct_indicator
    union
    select district_key, year from core.fct_assessment
    union
    select district_key, year from core.fct_postponement
)

select
    district_key as district,
    year,
    cast(coalesce(tasks.domains, 0) as bigint) as domains,
    cast(coalesce(tasks.planned, 0) as bigint) as planned,
    cast(coalesce(tasks.carried_in, 0) as bigint) as carried_in,
    cast(coalesce(tasks.completed, 0) as bigint) as completed,
    cast(coalesce(tasks.postponed, 0) as bigint) as postponed,
    cast(coalesce(tasks.cancelled, 0) as bigint) as cancelled,
    cast(coalesce(tasks.overdue, 0) as bigint) as overdue,
    cast(coalesce(tasks.in_progress, 0) as bigint) as in_progress,
    cast(coalesce(tasks.not_started, 0) as bigint) as not_started,
    tasks.completed / nullif(tasks.planned - tasks.postponed - tasks.cancelled, 0) as completion_rate,
    tasks.completed / tasks.planned as completion_rate_of_plan,
    coalesce(outputs.outputs, 0) as outputs,
    coalesce(meetings.meetings, 0) as meetings,
    coalesce(dispatch.tasks_to_dispatch, 0) as tasks_to_dispatch,
    cast(coalesce(recognised.publicity, 0) as bigint) as publicity,
    cast(coalesce(recognised.endorsements, 0) as bigint) as endorsements,
    cast(coalesce(recognised.pilots, 0) as bigint) as pilots,
    cast(coalesce(tasks.q4_planned, 0) as bigint) as q4_planned,
    tasks.q4_planned / tasks.planned as q4_share,
    coalesce(received.files, 0) as files,
    cast(coalesce(received.rows_found, 0) as bigint) as rows_found,
    cast(coalesce(received.rows_rejected, 0) as bigint) as rows_rejected
from years
left join tasks using (district_key, year)
left join outputs using (district_key, year)
left join meetings using (district_key, year)
left join dispatch using (district_key, year)
left join recognised using (district_key, year)
left join received using (district_key, year)
order by district, year
