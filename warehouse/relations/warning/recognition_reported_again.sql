-- What was adopted above or won is reported for the year of its day: a row without a day that repeats what an earlier year
-- reported counts in that year alone, and is said so.
with recognised as (
    select
        source_row_id,
        district,
        try_cast(year as integer) as year,
        'title' as field,
        title,
        date,
        concat_ws('|', 'publicity', title_key, title_key(adopted_by)) as subject,
        cell_place(path, sheet, row_number || '行') as place
    from raw.publicity
    where disposition in ('loaded', 'warned')

    union all

    select
        source_row_id,
        district,
        try_cast(year as integer) as year,
        'name' as field,
        name as title,
        date,
        concat_ws('|', 'pilot', title_key(name)) as subject,
        cell_place(path, sheet, row_number || '行') as place
    from raw.pilot
    where disposition in ('loaded', 'warned')
),

placed as (
    select
        *,
        min(year) over same_subject as first_year,
        arg_min(place, (year, place)) over same_subject as first_place
    from recognised
    window same_subject as (partition by district, subject)
)

select
    source_row_id,
    field,
    try_cast(date as date) is not null or year = first_year as holds,
    '“' || title || '”在' || first_year || '年已有填报(' || first_place || '),没有填写日期,不在' || year
    || '年另计;如是新取得的,请填写日期' as message_zh
from placed
