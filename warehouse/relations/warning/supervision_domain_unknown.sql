-- The domain of an inspection's finding exists among the domains of the year's tasks, where tasks have been received.
with domains as (
    select distinct
        district,
        year,
        domain
    from raw.task
    where disposition in ('loaded', 'warned') and domain is not null
)

select
    supervision.source_row_id,
    'domain' as field,
    domains.domain is not null as holds,
    '督察问题的改革领域“' || supervision.domain || '”不是' || supervision.year
    || '年任务的领域,不按它统计;请按工作要点填写' as message_zh
from raw.supervision as supervision
semi join domains using (district, year)
left join domains using (district, year, domain)
where
    supervision.disposition in ('loaded', 'warned')
    and supervision.domain is not null
