-- An adoption or a pilot says its level, or its body's name does; a level that the name makes likely is named, not taken.
with recognised as (
    select
        source_row_id,
        title,
        adopted_by as body,
        level,
        '采用单位' as noun
    from raw.publicity
    where disposition in ('loaded', 'warned')

    union all

    select
        source_row_id,
        name as title,
        approved_by as body,
        level,
        '批准单位' as noun
    from raw.pilot
    where disposition in ('loaded', 'warned')
)

select
    source_row_id,
    'level' as field,
    level is not null or level_of_body(body) is not null as holds,
    '“' || title || '”的级别未填,从' || noun
    || coalesce('“' || body || '”', '') || coalesce('看可能是“' || likely_level(body) || '”级', '也不能确定')
    || ',统计时列入“未填”;请填写级别:国家、省、市或区' as message_zh
from recognised
