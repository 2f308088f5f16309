-- A task that an approved postponement carries into a year is listed there under the title that it had: one listed under a
-- title much like it, which no earlier year has, may be the same one and counts beside it.
with tasks as (
    select
        *,
        title_key as key
    from raw.task
    where disposition in ('loaded', 'warned') and title_key is not null
),

carried as (
    select
        postponed.district,
        postponed.postponed_to_year as year,
        postponed.key,
        arg_min(request.title, postponed.source_row_id) as title,
        min(postponed.year) as from_year
    from approved_postponements() as postponed
    inner join raw.postponement as request using (source_row_id)
    anti join tasks
        on postponed.district = tasks.district
        and postponed.postponed_to_year = tasks.year
        and postponed.key = tasks.key
    where postpones(postponed.year, postponed.postponed_to_year)
    group by all
),

judged as (
    select
        tasks.source_row_id,
        tasks.title,
        tasks.year,
        arg_max(carried, (title_likeness(tasks.key, carried.key), carried.key)) filter (
            where title_likeness(tasks.key, carried.key) >= 0.8
        ) as nearest
    from tasks
    inner join carried using (district, year)
    left join tasks as earlier
        on tasks.district = earlier.district
        and tasks.key = earlier.key
        and try_cast(earlier.year as integer) < try_cast(tasks.year as integer)
    where earlier.source_row_id is null
    group by all
)

select
    source_row_id,
    'title' as field,
    nearest is null as holds,
    '改革事项“' || title || '”与从' || nearest.from_year || '年延至' || year || '年的“' || nearest.title
    || '”相近,两项分别计入;如是同一事项,请按原事项名称填写' as message_zh
from judged
