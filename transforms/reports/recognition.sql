-- One row an article adopted above, an endorsement (批示) or a pilot won in a year, the highest level first, with the
-- department it counts for (未填 where neither its task nor its sender tells).
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
        task_title,
        department_key,
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
        task_title,
        department_key,
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
    coalesce(department_key, '未填') as department,
    source_row_id
from recognised
order by district, year, level_rank(level) nulls last, source_row_id
