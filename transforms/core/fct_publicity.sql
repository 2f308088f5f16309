-- One row an article or experience adopted above, or endorsed by a leader (批示), by one body in a year, however many
-- departments report it. The level is the one stated, else what the body's name says beyond doubt.
select
    concat_ws('|', district_key, year, title_key, adopted_by) as publicity_key,
    district_key,
    year,
    title,
    if(coalesce(regexp_matches(form, endorsement_wordings()), false), 'endorsement', 'publicity') as recognition,
    adopted_by,
    coalesce(level, level_of_body(adopted_by)) as level,
    case
        when level is not null then 'stated'
        when level_of_body(adopted_by) is not null then 'body'
    end as level_basis,
    form,
    date,
    task.task_key,
    task_title,
    source_row_id
from staging.stg_publicity
left join (select task_key from core.fct_task) as task
    on task.task_key = concat_ws('|', district_key, year, task_title_key)
qualify row_number() over (
    partition by district_key, year, title_key, adopted_by
    order by (level is null), path, table_number, row_number
) = 1
