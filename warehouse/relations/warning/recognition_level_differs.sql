-- The level stated of an adoption or a pilot is that of its body; where it is not, the one stated counts.
select
    source_row_id,
    'level' as field,
    level = level_of_body as holds,
    '级别“' || level || '”与单位“' || body || '”(' || level_of_body || '级)不一致,按填写的级别统计;请核对' as message_zh
from recognised_rows()
where level_basis = 'stated' and level_of_body is not null
