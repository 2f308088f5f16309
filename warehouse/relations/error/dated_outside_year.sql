-- An adoption, a pilot or a meeting is dated in the year that it is reported for.
with dated as (
    select
        source_row_id,
        year,
        title,
        date,
        date_text
    from raw.publicity
    where disposition in ('loaded', 'warned')

    union all

    select
        source_row_id,
        year,
        name as title,
        date,
        date_text
    from raw.pilot
    where disposition in ('loaded', 'warned')

    union all

    select
        source_row_id,
        year,
        name as title,
        date,
        date_text
    from raw.meeting
    where disposition in ('loaded', 'warned')
)

select
    source_row_id,
    'date' as field,
    year(try_cast(date as date)) = try_cast(year as integer) as holds,
    '“' || title || '”的日期“' || coalesce(date_text, date) || '”不在' || year
    || '年,不计入该年;请核对日期,属其他年度的请填入该年度的表' as message_zh
from dated
where try_cast(date as date) is not null and try_cast(year as integer) is not null
