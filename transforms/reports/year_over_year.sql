-- One row a year and domain (domain NULL for the year as a whole), beside the year before: every domain that has tasks or
-- outputs in one of the two, under one name also when it was renamed. Of a year that runs, completed_by_now_before is the
-- fair comparison: what the year before had completed by the same day, where that is known of every completion.
-- What no ledger of its year was received for is NULL.
with figures as (
    select
        district,
        year,
        cast(null as varchar) as domain,
        planned,
        completed,
        postponed,
        completion_rate,
        completion_rate_of_plan,
        outputs
    from report.annual_overview

    union all

    select
        district,
        year,
        domain,
        planned,
        completed,
        postponed,
        completion_rate,
        completion_rate_of_plan,
        outputs
    from report.domain_summary
),

lines as (
    select
        district,
        year,
        domain
    from figures

    union

    select
        figures.district,
        figures.year + 1 as year,
        figures.domain
    from figures
    inner join report.annual_overview as next_year
        on figures.district = next_year.district
        and figures.year + 1 = next_year.year
),

running as (
    select
        district_key,
        year,
        earlier_year,
        min(earlier_first_day) as first_day
    from core.quarter_ahead
    where earlier_year = year - 1
    group by all
),

completed as (
    select
        running.district_key as district,
        running.year,
        coalesce(task.domain_key, '未填') as domain,
        is_done_within(
            task.completed_first_day,
            task.completed_date,
            make_date(running.earlier_year, 1, 1),
            running.first_day - 1
        ) as is_by_now
    from running
    inner join core.fct_task as task
        on running.district_key = task.district_key
        and running.earlier_year = task.year
        and task.status = 'completed'
),

done_by_now as (
    select
        district,
        year,
        domain,
        count(*) filter (where is_by_now) as completed,
        count(*) filter (where is_by_now is null) as undated
    from completed
    group by grouping sets ((district, year), (district, year, domain))
)

select
    lines.district,
    lines.year,
    lines.domain,
    named.name as domain_in_plan,
    named_before.name as domain_in_plan_before,
    known_count(received.tasks_received, now.planned) as planned,
    known_count(received_before.tasks_received, before.planned) as planned_before,
    known_count(received.tasks_received, now.completed) as completed,
    known_count(received_before.tasks_received, before.completed) as completed_before,
    known_count(running.year is not null and coalesce(done_by_now.undated = 0, true), done_by_now.completed)
        as completed_by_now_before,
    known_count(received.tasks_received, now.postponed) as postponed,
    known_count(received_before.tasks_received, before.postponed) as postponed_before,
    now.completion_rate,
    before.completion_rate as completion_rate_before,
    now.completion_rate_of_plan,
    before.completion_rate_of_plan as completion_rate_of_plan_before,
    known_count(received.outputs_received, now.outputs) as outputs,
    known_count(received_before.outputs_received, before.outputs) as outputs_before
from lines
left join core.year_received as received
    on lines.district = received.district_key
    and lines.year = received.year
left join core.year_received as received_before
    on lines.district = received_before.district_key
    and lines.year = received_before.year + 1
left join figures as now
    on lines.district = now.district
    and lines.year = now.year
    and lines.domain is not distinct from now.domain
left join figures as before
    on lines.district = before.district
    and lines.year = before.year + 1
    and lines.domain is not distinct from before.domain
left join running
    on lines.district = running.district_key
    and lines.year = running.year
left join done_by_now
    on lines.district = done_by_now.district
    and lines.year = done_by_now.year
    and lines.domain is not distinct from done_by_now.domain
left join core.dim_domain_year as named
    on lines.district = named.district_key
    and lines.year = named.year
    and lines.domain = named.domain_key
left join core.dim_domain_year as named_before
    on lines.district = named_before.district_key
    and lines.year = named_before.year + 1
    and lines.domain = named_before.domain_key
order by
    lines.district,
    lines.year,
    lines.domain is not null,
    coalesce(named.domain_no, named_before.domain_no),
    lines.domain
