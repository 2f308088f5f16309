-- A task stands in the domain of the plan: a return that names another domain is said so, and the plan's counts.
with planned as (
    select
        district,
        year,
        title_key as key,
        arg_min(domain, (path, table_number, row_number)) as domain
    from raw.task
    where is_plan and disposition in ('loaded', 'warned')
    group by all
)

select
    task.source_row_id,
    'domain' as field,
    task.domain = planned.domain as holds,
    '改革领域“' || task.domain || '”与工作要点中的“' || planned.domain || '”不一致,按工作要点统计;请核对' as message_zh
from raw.task as task
inner join planned
    on task.district = planned.district
    and task.year = planned.year
    and task.title_key = planned.key
where
    task.disposition in ('loaded', 'warned')
    and task.domain is not null
    and planned.domain is not null
