-- A task is postponed to a later year: to an earlier one, or the same, it is not postponed.
select
    source_row_id,
    'postponed_to_year' as field,
    try_cast(postponed_to_year as integer) > try_cast(year as integer) as holds,
    '“' || title || '”延至' || postponed_to_year || '年,不晚于计划年度' || year || '年,不作为延期统计;请核对延至年度' as message_zh
from raw.postponement
where
    disposition in ('loaded', 'warned')
    and postponed_to_year is not null
