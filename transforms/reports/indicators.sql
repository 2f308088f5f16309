-- One row a figure that a task reached in a year, with its unit and whether it was given as about (余, 约).
select
    indicator.district_key as district,
    indicator.year,
    coalesce(indicator.domain_key, '未填') as domain,
    coalesce(task.title, indicator.task_title) as task_title,
    indicator.indicator,
    indicator.value,
    indicator.value_text,
    indicator.unit,
    indicator.approximate,
    indicator.as_of_date,
    indicator.source_row_id
from core.fct_indicator as indicator
left join core.fct_task as task using (task_key)
left join core.dim_domain_year as known
    on indicator.district_key = known.district_key
    and indicator.year = known.year
    and indicator.domain_key = known.domain_key
order by district, indicator.year, known.domain_no nulls last, indicator.source_row_id
