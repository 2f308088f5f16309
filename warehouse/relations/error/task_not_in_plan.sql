-- Where the year's plan has been received, a department reports on its tasks and those carried in, and no others.
with tasks as (
    select
        *,
        title_key as key
    from raw.task
    where disposition in ('loaded', 'warned') and title_key is not null
),

planned as (
    select
        district,
        year,
        key,
        arg_min(title, (path, table_number, row_number)) as title
    from tasks
    where is_plan
    group by all
),

unplanned as (
    select
        tasks.*
    from tasks
    anti join known_tasks() using (district, year, key)
    where (tasks.district, tasks.year) in (select district, year from planned)
),

nearest as (
    select
        unplanned.source_row_id,
        arg_max(planned.title, (title_likeness(unplanned.key, planned.key), planned.key)) as title
    from unplanned
    inner join planned using (district, year)
    where title_likeness(unplanned.key, planned.key) >= 0.6
    group by all
)

select
    tasks.source_row_id,
    'title' as field,
    unplanned.source_row_id is null as holds,
    '改革事项“' || tasks.title || '”不在' || tasks.year || '年工作要点中'
    || coalesce(',最接近的是“' || nearest.title || '”', '') || ';请按工作要点填写事项全称' as message_zh
from tasks
left join unplanned using (source_row_id)
left join nearest using (source_row_id)
