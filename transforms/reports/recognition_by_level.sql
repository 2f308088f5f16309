-- One row a year and level of the body above (未填 where it is not known): how many articles were adopted, how many
-- endorsements and pilots won (NULL of what no ledger of the year was received for).
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
    counted.district,
    counted.year,
    counted.level,
    known_count(received.publicity_received, counted.publicity) as publicity,
    known_count(received.publicity_received, counted.endorsements) as endorsements,
    known_count(received.pilots_received, counted.pilots) as pilots,
    counted.recognitions
from counted
inner join core.year_received as received
    on counted.district = received.district_key
    and counted.year = received.year
order by counted.district, counted.year, level_rank(counted.level) nulls last
