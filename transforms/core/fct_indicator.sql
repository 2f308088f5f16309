-- One row a figure that a task reached, as reported. Its domain is that of its task, else the one it is reported
-- under when the year's tasks know it, else NULL.
select
    indicator.source_row_id as indicator_key,
    indicator.district_key,
    indicator.year,
    coalesce(task.domain_key, known.domain_key) as domain_key,
    task.task_key,
    indicator.task_title,
    indicator.indicator,
    indicator_name_key(indicator.indicator) as indicator_name_key,
    indicator.value,
    indicator.value_text,
    indicator.unit,
    indicator.approximate,
    indicator.as_of_date,
    indicator.reporting_department,
    indicator.source_row_id
from staging.stg_indicator as indicator
left join core.fct_task as task
    on task.task_key = concat_ws('|', indicator.district_key, indicator.year, indicator.task_title_key)
left join core.dim_domain_year as known
    on indicator.district_key = known.district_key
    and indicator.year = known.year
    and indicator.domain_key = known.domain_key
