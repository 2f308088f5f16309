-- An adoption or a pilot says its level, or its body's name does; a level that the name makes likely is named, not taken.
select
    source_row_id,
    'level' as field,
    level is not null as holds,
    '“' || title || '”的级别未填,从' || body_noun
    || coalesce('“' || body || '”', '') || coalesce('看可能是“' || likely_level(body) || '”级', '也不能确定')
    || ',统计时列入“未填”;请填写级别:国家、省、市或区' as message_zh
from recognised_rows()
