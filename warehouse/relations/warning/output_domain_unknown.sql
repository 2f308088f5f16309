-- An output's domain exists among the domains of the year's tasks.
with domains as (
    select distinct
        district,
        year,
        domain
    from raw.task
    where disposition in ('loaded', 'warned')
)

select
    output.source_row_id,
    'domain' as field,
    domains.domain is not null as holds,
    '成果“' || output.title || '”的改革领域“' || output.domain || '”不是' || output.year
    || '年任务的领域,不按它统计;请核对' as message_zh
from raw.output as output
left join domains using (district, year, domain)
where
    output.disposition in ('loaded', 'warned')
    and output.domain is not null
