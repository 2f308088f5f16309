-- One row a year and month: how many of the year's tasks were due by the end of the month, and how many were completed
-- by then for certain: of what is said to the month, the quarter or the year, by its end (NULL for the months that had not
-- begun on the day as of which tasks were judged). Tasks without a due date, or completed without a date, are in neither.
with months as (
    select
        year.district_key,
        year.year,
        month.month,
        make_date(year.year, month.month, 1) as first_day,
        last_day(make_date(year.year, month.month, 1)) as last_day,
        judged.as_of
    from (select distinct district_key, year from core.fct_task) as year
    cross join (select unnest(range(1, 13)) as month) as month
    cross join judged() as judged
)

select
    months.district_key as district,
    months.year,
    cast(months.month as integer) as month,
    count(*) filter (where task.planned_due_date <= months.last_day) as due_so_far,
    if(
        any_value(months.first_day) <= any_value(months.as_of),
        count(*) filter (where task.completed_date <= months.last_day),
        null
    ) as completed_so_far
from months
left join core.fct_task as task using (district_key, year)
group by all
order by district, months.year, month
