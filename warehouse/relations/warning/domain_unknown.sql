-- The domain that an output, an indicator, a postponement, a finding of an inspection or a stated figure names is one of
-- the year's tasks, where tasks with domains have been received.
with domains as (
    select distinct
        district,
        year,
        domain
    from raw.task
    where disposition in ('loaded', 'warned') and domain is not null
),

known_years as (
    select distinct
        district,
        year
    from domains
),

naming as (
    select source_row_id, district, year, domain, disposition from raw.output
    union all
    select source_row_id, district, year, domain, disposition from raw.indicator
    union all
    select source_row_id, district, year, domain, disposition from raw.postponement
    union all
    select source_row_id, district, year, domain, disposition from raw.supervision
    union all
    select source_row_id, district, year, domain, disposition from raw.stated
)

select
    naming.source_row_id,
    'domain' as field,
    domains.domain is not null as holds,
    '改革领域“' || naming.domain || '”不是' || naming.year || '年改革任务的领域,不按它统计;请按工作要点填写' as message_zh
from naming
inner join known_years using (district, year)
left join domains using (district, year, domain)
where
    naming.disposition in ('loaded', 'warned')
    and naming.domain is not null
