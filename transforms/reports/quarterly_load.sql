-- One row a year and quarter in which tasks are due (NULL for those without a due date): how many, their share of the
-- year, how many of them are completed. The fourth quarter is flagged when its share is over one third.
with quarters as (
    select
        district_key,
        year,
        unnest([1, 2, 3, 4]) as quarter
    from core.dim_year

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
        count(task.task_key) filter (where task.status = 'completed') as completed
    from quarters
    left join core.fct_task as task
        on quarters.district_key = task.district_key
        and quarters.year = task.year
        and quarters.quarter is not distinct from task.planned_quarter
    group by all
)

select
    district_key as district,
    year,
    cast(quarter as integer) as quarter,
    planned,
    planned / sum(planned) over (partition by district_key, year) as share,
    completed,
    coalesce(quarter = 4 and planned * 3 > sum(planned) over (partition by district_key, year), false) as flagged
from counted
order by district, year, quarter nulls last
