-- One row a quarter of a year that runs (or is to come) which is not over, and an earlier year in which completions have
-- dates (NULL when there is none): the days that are left until the quarter's end, and the same days of the earlier year.
-- earlier_undated: how many tasks of that year are completed on a day that is not known, which may be one of these.
with latest as (
    select max_by(as_of, refresh_number) as as_of
    from raw.refresh
),

quarters as (
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
        greatest(latest.as_of + 1, make_date(quarters.year, 1, 1)) as first_day,
        last_day(make_date(quarters.year, quarters.quarter * 3, 1)) as last_day
    from quarters
    cross join latest
    where last_day(make_date(quarters.year, quarters.quarter * 3, 1)) > latest.as_of
),

dated as (
    select distinct
        district_key,
        year(completed_date) as earlier_year
    from core.fct_task
    where completed_date is not null
),

undated as (
    select
        district_key,
        year as earlier_year,
        count(*) as tasks
    from core.fct_task
    where status = 'completed' and completed_date is null
    group by all
)

select
    ahead.district_key,
    ahead.year,
    ahead.quarter,
    ahead.first_day,
    ahead.last_day,
    dated.earlier_year,
    cast(ahead.first_day - to_years(ahead.year - dated.earlier_year) as date) as earlier_first_day,
    cast(ahead.last_day - to_years(ahead.year - dated.earlier_year) as date) as earlier_last_day,
    if(dated.earlier_year is null, null, coalesce(undated.tasks, 0)) as earlier_undated
from ahead
left join dated
    on ahead.district_key = dated.district_key
    and dated.earlier_year < ahead.year
left join undated
    on dated.district_key = undated.district_key
    and dated.earlier_year = undated.earlier_year
