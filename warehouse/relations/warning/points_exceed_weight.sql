-- Points of an assessment lie between nothing and the weight of their indicator (满分), where one is given as points. Extra
-- points may take a total further.
select
    source_row_id,
    'points' as field,
    try_cast(points as double) between 0 and try_cast(weight as double) as holds,
    '“' || coalesce(indicator, department) || '”得分' || points_text || '不在0和满分' || weight_text
    || '之间;请核对得分和分值' as message_zh
from raw.assessment
where
    disposition in ('loaded', 'warned')
    and try_cast(points as double) is not null
    and try_cast(weight as double) > 1
    and assessed_key(indicator) != ''
