-- One row a district and year for which records of any kind were received that passed the checks, and whether any of each
-- kind were. What no record of its kind was received for is not known, which is no nought. An approved postponement that
-- carries a task into such a year tells of the year's tasks.
with told as (
    select district_key, year, 'tasks' as kind from staging.stg_task
    union all
    select district_key, year, 'outputs' as kind from staging.stg_output
    union all
    select district_key, year, 'meetings' as kind from staging.stg_meeting
    union all
    select district_key, year, 'publicity' as kind from staging.stg_publicity
    union all
    select district_key, year, 'pilots' as kind from staging.stg_pilot
    union all
    select district_key, year, 'findings' as kind from staging.stg_supervision
    union all
    select
        district_key,
        year,
        if(date is null and decision is null, 'dispatch_plan', 'decisions') as kind
    from staging.stg_dispatch
    union all
    select district_key, year, 'indicators' as kind from staging.stg_indicator
    union all
    select district_key, year, 'assessments' as kind from staging.stg_assessment
    union all
    select district_key, year, 'postponements' as kind from staging.stg_postponement
    union all
    select district_key, year, 'carried' as kind from core.task_carried
)

select
    district_key,
    year,
    bool_or(kind in ('tasks', 'carried')) as tasks_received,
    bool_or(kind = 'outputs') as outputs_received,
    bool_or(kind = 'meetings') as meetings_received,
    bool_or(kind = 'publicity') as publicity_received,
    bool_or(kind = 'pilots') as pilots_received,
    bool_or(kind = 'findings') as findings_received,
    bool_or(kind = 'decisions') as decisions_received,
    bool_or(kind = 'dispatch_plan') as dispatch_plan_received
from told
group by district_key, year
having bool_or(kind != 'carried')
