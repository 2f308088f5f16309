-- One row an article adopted above, an endorsement (批示) or a pilot won in a year, the highest level first.
with recognised as (
    select
        district_key,
        year,
        recognition,
        title,
        adopted_by as recognised_by,
        level,
        level_basis,
        form,
        date,
        task_key,
        task_title,
        source_row_id
    from core.fct_publicity

    union all

    select
        district_key,
        year,
        'pilot' as recognition,
        pilot as title,
        approved_by as recognised_by,
        level,
        level_basis,
        designation as form,
        date,
        task_key,
        task_title,
        source_row_id
    from core.fct_pilot
)

select
    district_key as district,
    year,
    recognition,
    title,
    recognised_by,
    level,
    level_basis,
    form,
    date,
    task_title,
    task.lead_department,
    source_row_id
from recognised
left join (select task_key, lead_department_key as lead_department from core.fct_task) as task using (task_key)
order by district, year, list_position(['国家', '省', '市', '区'], level) nulls last, source_row_id
