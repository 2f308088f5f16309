-- Every task stands in a domain, said by the plan or by a return; a task without one is counted under 未填. Returns
-- leave domains to the plan: while it has not been received, a table that names no domain is told so once, at its
-- first task, and not at every row.
with tasks as (
    select
        *,
        count(domain) over (partition by district, year, title_key(title)) > 0 as has_domain,
        bool_or(is_plan) over (partition by district, year) as plan_received,
        count(domain) over (partition by file_id, sheet, table_number) > 0 as table_names_domains
    from raw.task
    where disposition in ('loaded', 'warned')
),

counted as (
    select
        *,
        plan_received or table_names_domains as is_told_by_row,
        row_number() over without_domain as place,
        count(*) over (partition by file_id, sheet, table_number, has_domain) as tasks_without
    from tasks
    window without_domain as (partition by file_id, sheet, table_number, has_domain order by row_number)
)

select
    source_row_id,
    'domain' as field,
    has_domain or (not is_told_by_row and place > 1) as holds,
    case
        when is_told_by_row
            then '改革事项“' || title || '”没有填写改革领域,统计时列入“未填”;请补填'
        else '本表' || tasks_without || '项任务没有改革领域,也没有收到' || year
            || '年工作要点,统计时列入“未填”;请补填改革领域,或先报送工作要点'
    end as message_zh
from counted
