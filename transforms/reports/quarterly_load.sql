-- One row a year and quarter in which tasks are due (NULL for those without a due date in the year): how many, their share of the
-- year, how many of them are completed, how many remain. The fourth quarter is flagged when its share is over one third.
-- Of a quarter that is not over, to_come is what must still be done until its end (the open tasks due by then, the late
-- ones too; those without a due date by the year's end) and done_in_same_weeks what was completed in the same days of
-- earlier years, on average of those of which it is known of every completion whether it was in these days; overloaded
-- says that more is to come than that. Where no year is such, it says that more is to come than can have been done, had all
-- of which it is not known been done then (done_in_same_weeks_at_most); else it is not known.
with quarters as (
    select
        district_key,
        year,
        unnest([1, 2, 3, 4]) as quarter
    from core.fct_task

    union

    select
        district_key,
        year,
        planned_quarter as quarter
    from core.fct_task
),

counted as (
    select
        quarters.district_key,
        quarters.year,
        quarters.quarter,
        count(task.task_key) as planned,
        count(*) filter (where task.status = 'completed') as completed,
        count(*) filter (where task.status in ('planned', 'in_progress', 'overdue')) as remaining
    from quarters
    left join core.fct_task as task
        on quarters.district_key = task.district_key
        and quarters.year = task.year
        and quarters.quarter is not distinct from task.planned_quarter
    group by all
),

to_come as (
    select
        ahead.district_key,
        ahead.year,
        ahead.quarter,
        count(task.task_key) as tasks
    from (
        select distinct
            district_key,
            year,
            quarter,
            last_day
        from core.quarter_ahead
    ) as ahead
    left join core.fct_task as task
        on ahead.district_key = task.district_key
        and ahead.year = task.year
        and task.status in ('planned', 'in_progress', 'overdue')
        and due_in_year(task.planned_due_date, task.year) <= ahead.last_day
    group by all
),

ahead as (
    select
        district_key,
        year,
        quarter,
        avg(earlier_completed) filter (where earlier_undated = 0) as done_in_same_weeks,
        avg(earlier_completed + earlier_undated) as done_in_same_weeks_at_most
    from core.quarter_ahead
    group by all
),

summed as (
    select
        *,
        sum(planned) over (partition by district_key, year) as planned_in_year
    from counted
)

select
    summed.district_key as district,
    summed.year,
    cast(summed.quarter as integer) as quarter,
    summed.planned,
    summed.planned / summed.planned_in_year as share,
    summed.completed,
    coalesce(summed.quarter = 4 and summed.planned * 3 > summed.planned_in_year, false) as flagged,
    summed.remaining,
    to_come.tasks as to_come,
    ahead.done_in_same_weeks,
    ahead.done_in_same_weeks_at_most,
    coalesce(
        to_come.tasks > ahead.done_in_same_weeks,
        nullif(to_come.tasks > ahead.done_in_same_weeks_at_most, false)
    ) as overloaded
from summed
left join ahead using (district_key, year, quarter)
left join to_come using (district_key, year, quarter)
order by district, summed.year, summed.quarter nulls last
