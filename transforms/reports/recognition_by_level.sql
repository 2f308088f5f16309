-- One row a year and level of the body above (未填 where it is not known): how many articles were adopted, how many
-- endorsements and pilots won.
with recognised as (
    select
        district,
        year,
        coalesce(level, '未填') as level,
        recognition
    from report.recognition
),

counted as (
    select
        district,
        year,
        level,
        count(*) filter (where recognition = 'publicity') as publicity,
        count(*) filter (where recognition = 'endorsement') as endorsements,
        count(*) filter (where recognition = 'pilot') as pilots,
        count(*) as recognitions
    from recognised
    group by all
)

select
    district,
    year,
    level,
    publicity,
    endorsements,
    pilots,
    recognitions
from counted
order by district, year, level_rank(level) nulls last
