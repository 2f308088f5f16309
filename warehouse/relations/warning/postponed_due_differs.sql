-- The deadline of a postponed task lies in the year that it is postponed to; another one is not taken.
select
    source_row_id,
    'due_date' as field,
    year(try_cast(due_date as date)) = try_cast(postponed_to_year as integer) as holds,
    '“' || title || '”延期后的时限“' || coalesce(due_date_text, due_date) || '”不在延至年度' || postponed_to_year
    || '年,不采用;请核对' as message_zh
from raw.postponement
where
    disposition in ('loaded', 'warned')
    and try_cast(due_date as date) is not null
    and try_cast(postponed_to_year as integer) is not null
