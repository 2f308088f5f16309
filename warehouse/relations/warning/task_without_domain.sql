-- Every task stands in a domain, said by the plan or by a return; a task without one is counted under 未填.
select
    source_row_id,
    'domain' as field,
    count(domain) over (partition by district, year, title_key(title)) > 0 as holds,
    '改革事项“' || title || '”没有填写改革领域,统计时列入“未填”;请补填' as message_zh
from raw.task
where disposition in ('loaded', 'warned')
