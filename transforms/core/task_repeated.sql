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
        year,
        min(title) as title
    from worded
    where wording is not null
    group by all
),

wordings as (
    select distinct
        district_key,
        wording
    from said
),

neighbours as (
    select
        district_key,
        wording,
        unnest([lead(wording, 1) over by_start, lead(wording, 2) over by_start, lead(wording, 3) over by_start]) as other
    from wordings
    window by_start as (partition by district_key order by wording)

    union

    select
        district_key,
        wording,
        unnest([lead(wording, 1) over by_end, lead(wording, 2) over by_end, lead(wording, 3) over by_end]) as other
    from wordings
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
    select district_key, wording, wording as other, 1.0 as likeness from wordings
),

repeated as (
    select
        said.district_key,
        said.wording,
        said.year,
        list(distinct earlier.year order by earlier.year) as earlier_years,
        arg_max(earlier.title, (near.likeness, earlier.year, earlier.title)) as earlier_title,
        max(near.likeness) as likeness
    from said
    inner join near
        on said.district_key = near.district_key
        and said.wording = near.wording
    inner join said as earlier
        on near.district_key = earlier.district_key
        and near.other = earlier.wording
        and said.year > earlier.year
    group by all
)

select
    worded.task_key,
    worded.district_key,
    worded.year,
    repeated.earlier_years,
    repeated.earlier_title,
    repeated.likeness
from worded
inner join repeated using (district_key, wording, year)
