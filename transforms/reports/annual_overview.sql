-- One row a year: the headline figures of the annual report, counted from the tasks, with what was received for it.
-- What no ledger of the year was received for is NULL.
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
        district as district_key,
        year,
        count(distinct file_id) as files,
        count(source_row_id) as rows_found,
        count(*) filter (where disposition = 'rejected') as rows_rejected
    from rows_of_years()
    where state = 'loaded'
    group by all
)

select
    year.district_key as district,
    year.year,
    tasks.domains,
    cast(tasks.planned as bigint) as planned,
    cast(tasks.carried_in as bigint) as carried_in,
    cast(tasks.completed as bigint) as completed,
    cast(tasks.postponed as bigint) as postponed,
    cast(tasks.cancelled as bigint) as cancelled,
    cast(tasks.overdue as bigint) as overdue,
    cast(tasks.in_progress as bigint) as in_progress,
    cast(tasks.not_started as bigint) as not_started,
    tasks.completed / nullif(tasks.planned - tasks.postponed - tasks.cancelled, 0) as completion_rate,
    tasks.completed / tasks.planned as completion_rate_of_plan,
    known_count(year.outputs_received, outputs.outputs) as outputs,
    meetings.meetings,
    dispatch.tasks_to_dispatch,
    known_count(year.publicity_received, recognised.publicity) as publicity,
    known_count(year.publicity_received, recognised.endorsements) as endorsements,
    known_count(year.pilots_received, recognised.pilots) as pilots,
    cast(tasks.q4_planned as bigint) as q4_planned,
    tasks.q4_planned / tasks.planned as q4_share,
    coalesce(received.files, 0) as files,
    coalesce(received.rows_found, 0) as rows_found,
    coalesce(received.rows_rejected, 0) as rows_rejected
from core.year_received as year
left join tasks using (district_key, year)
left join outputs using (district_key, year)
left join meetings using (district_key, year)
left join dispatch using (district_key, year)
left join recognised using (district_key, year)
left join received using (district_key, year)
order by district, year.year
