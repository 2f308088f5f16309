-- A task is postponed to a later year within five: to an earlier one, the same, or 2202, it is not postponed.
select
    source_row_id,
    'postponed_to_year' as field,
    postpones(year, postponed_to_year) as holds,
    '“' || title || '”延至' || postponed_to_year || '年,'
    || case
        when try_cast(postponed_to_year as integer) > try_cast(year as integer) then '比计划年度' || year || '年晚五年以上'
        else '不晚于计划年度' || year || '年'
    end || ',不作为延期统计;请核对延至年度' as message_zh
from raw.postponement
where
    disposition in ('loaded', 'warned')
    and postponed_to_year is not null
