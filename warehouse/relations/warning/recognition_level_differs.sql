-- The level stated of an adoption or a pilot is that of its body; where it is not, the one stated counts.
with recognised as (
    select
        source_row_id,
        adopted_by as body,
        level
    from raw.publicity
    where disposition in ('loaded', 'warned')

    union all

    select
        source_row_id,
        approved_by as body,
        level
    from raw.pilot
    where disposition in ('loaded', 'warned')
)

select
    source_row_id,
    'level' as field,
    level = level_of_body(body) as holds,
    '级别“' || level || '”与单位“' || body || '”(' || level_of_body(body) || '级)不一致,按填写的级别统计;请核对' as message_zh
from recognised
where level is not null and level_of_body(body) is not null
