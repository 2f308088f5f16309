-- One row a quarter of a year that runs (or is to come) which is not over, and an earlier year in which completions have
-- dates (NULL when there is none): the days that are left until the quarter's end, and the same days of the earlier year.
-- earlier_completed: how many tasks were completed in these days; earlier_undated: how many on a day that may be one of these
-- or another one, since it is not known or only as a month, a quarter or a year that is not all of these days.
with quarters as (
    select
        district_key,
        year,
        unnest([1, 2, 3, 4]) as quarter
    from (select distinct district_key, year from core.fct_task)
    where year between 1900 and 2200
),

ahead as (
    select
        quarters.district_key,
        quarters.year,
        quarters.quarter,
        greatest(judged.as_of + 1, make_date(quarters.year, 1, 1)) as first_day,
        last_day(make_date(quarters.year, quarters.quarter * 3, 1)) as last_day
    from quarters
    cross join judged() as judged
    where last_day(make_date(quarters.year, quarters.quarter * 3, 1)) > judged.as_of
),

completed as (
    select
        district_key,
        coalesce(year(completed_date), year) as in_year,
        completed_first_day,
        completed_date
    from core.fct_task
    where status = 'completed'
),

dated as (
    select distinct
        district_key,
        in_year as earlier_year
    from completed
    where completed_date is not null
),

beside_earlier as (
    select
        ahead.district_key,
        ahead.year,
        ahead.quarter,
        ahead.first_day,
        ahead.last_day,
        dated.earlier_year,
        cast(ahead.first_day - to_years(ahead.year - dated.earlier_year) as date) as earlier_first_day,
        cast(ahead.last_day - to_years(ahead.year - dated.earlier_year) as date) as earlier_last_day
    from ahead
    left join dated
        on ahead.district_key = dated.district_key
        and dated.earlier_year < ahead.year
),

compared as (
    select
        ahead.*,
        completed.in_year,
        is_done_within(
            completed.completed_first_day, completed.completed_date, ahead.earlier_first_day, ahead.earlier_last_day
        ) as is_of_these_days
    from beside_earlier as ahead
    left join completed
        on ahead.district_key = completed.district_key
        and ahead.earlier_year = completed.in_year
)

select
    * exclude (in_year, is_of_these_days),
    if(any_value(earlier_year) is null, null, count(*) filter (where is_of_these_days)) as earlier_completed,
    if(any_value(earlier_year) is null, null, count(*) filter (where is_of_these_days is null)) as earlier_undated
from compared
group by all
