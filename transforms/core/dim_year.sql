-- One row a year for which tasks were received, in a district.
select
    district_key,
    year,
    bool_or(is_plan) as has_plan,
    count(distinct task_key) as tasks
from staging.stg_task
group by all
