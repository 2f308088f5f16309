-- One row a pilot or demonstration won in a year, however many departments report it. The level is the one stated,
-- else what the approving body's name says beyond doubt.
select
    concat_ws('|', district_key, year, title_key) as pilot_key,
    district_key,
    year,
    pilot,
    designation,
    approved_by,
    coalesce(level, level_of_body(approved_by)) as level,
    case
        when level is not null then 'stated'
        when level_of_body(approved_by) is not null then 'body'
    end as level_basis,
    date,
    task.task_key,
    task_title,
    source_row_id
from staging.stg_pilot
left join (select task_key from core.fct_task) as task
    on task.task_key = concat_ws('|', district_key, year, task_title_key)
qualify row_number() over (
    partition by district_key, year, title_key
    order by (level is null), path, table_number, row_number
) = 1
