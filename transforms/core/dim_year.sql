-- One row a year for which a ledger of any kind was received, in a district, and what its task sheets list (NULL where none
-- was received).
with listed as (
    select
        district_key,
        year,
        bool_or(is_plan) as has_plan,
        count(distinct task_key) as tasks
    from staging.stg_task
    group by all
)

select
    received.district_key,
    received.year,
    coalesce(listed.has_plan, false) as has_plan,
    listed.tasks
from core.year_received as received
left join listed using (district_key, year)
