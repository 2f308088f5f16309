-- An adoption, a pilot or a meeting is dated in the year that it is reported for.
select
    source_row_id,
    'date' as field,
    year(try_cast(date as date)) = try_cast(year as integer) as holds,
    '“' || title || '”的日期“' || coalesce(date_text, date) || '”不在' || year
    || '年,不计入该年;请核对日期,属其他年度的请填入该年度的表' as message_zh
from dated_rows()
where try_cast(date as date) is not null and try_cast(year as integer) is not null
