-- One row a task that says nearly word for word what a task of an earlier year of the district said, itself not carried
-- on from it. Titles are compared without their figures; of titles in alphabetical order, and in that of their
-- ends, only neighbours are compared.
with worded as (
    select
        task_key,
        district_key,
        year,
        title,
        wording(task_key[length(concat_ws('|', district_key, year, '')) + 1:]) as wording
    from core.fct_task
    where carried_from_year is null and status not in ('postponed', 'cancelled')
),

said as (
    select
        district_key,
        wording,
        list({'year': year, 'title': title} order by year) as tasks
    from (
        select
            district_key,
            wording,
            year,
            min(title) as title
        from worded
        where wording is not null
        group by all
    )
    group by all
),

neighbours as (
    select
        district_key,
        wording,
        unnest([lead(wording, 1) over by_start, lead(wording, 2) over by_start, lead(wording, 3) over by_start]) as other
    from said
    window by_start as (partition by district_key order by wording)

    union

    select
        district_key,
        wording,
        unnest([lead(wording, 1) over by_end, lead(wording, 2) over by_end, lead(wording, 3) over by_end]) as other
    from said
    window by_end as (partition by district_key order by reverse(wording))
),

alike as (
    select
        *,
        title_likeness(wording, other) as likeness
    from neighbours
    where
        least(length(wording), length(other)) >= 6
        and length(wording) between length(other) * 0.75 and length(other) * 1.35
        and jaccard(wording, other) >= 0.7
),

near as (
    select district_key, wording, other, likeness from alike where likeness >= 0.88
    union all
    select district_key, other as wording, wording as other, likeness from alike where likeness >= 0.88
    union all
    select district_key, wording, wording as other, 1.0 as likeness from said
),

earlier as (
    select
        near.district_key,
        near.wording,
        near.likeness,
        unnest(said.tasks, recursive := true)
    from near
    inner join said
        on near.district_key = said.district_key
        and near.other = said.wording
),

repeated as (
    select
        task.task_key,
        list(distinct earlier.year order by earlier.year) as earlier_years,
        arg_max(earlier.title, (earlier.likeness, earlier.year, earlier.title)) as earlier_title,
        max(earlier.likeness) as likeness
    from worded as task
    inner join earlier
        on task.district_key = earlier.district_key
        and task.wording = earlier.wording
        and earlier.year < task.year
    group by all
)

select
    repeated.task_key,
    worded.district_key,
    worded.year,
    repeated.earlier_years,
    repeated.earlier_title,
    repeated.likeness
from repeated
inner join worded using (task_key)
