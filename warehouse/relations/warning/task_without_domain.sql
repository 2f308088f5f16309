-- Every task stands in a domain, said by the plan, by a return, or by the year from which an approved postponement carries
-- it; a task without one is counted under 未填. Returns
-- leave domains to the plan: while it has not been received, a table that names no domain is told so once, at its
-- first task, and not at every row.
with recursive tasks as (
    select *
    from raw.task
    where disposition in ('loaded', 'warned')
),

ended as (
    select distinct
        district,
        year,
        title_key
    from tasks
    where status in ('completed', 'cancelled')
),

with_domain as (
    select
        district,
        year,
        title_key
    from tasks
    where domain is not null

    union

    select
        district,
        postponed_to_year as year,
        title_key
    from raw.postponement
    semi join approved_postponements() using (source_row_id)
    anti join ended using (district, year, title_key)
    where domain is not null and postpones(year, postponed_to_year)

    union

    select
        with_domain.district,
        postponement.postponed_to_year as year,
        with_domain.title_key
    from with_domain
    inner join approved_postponements() as postponement
        on with_domain.district = postponement.district
        and with_domain.year = postponement.year
        and with_domain.title_key = postponement.key
    anti join ended
        on with_domain.district = ended.district
        and with_domain.year = ended.year
        and with_domain.title_key = ended.title_key
    where postpones(postponement.year, postponement.postponed_to_year)
),

planned_years as (
    select distinct
        district,
        year
    from tasks
    where is_plan
),

tables_with_domains as (
    select distinct
        file_id,
        sheet,
        table_number
    from tasks
    where domain is not null
),

without_domain as (
    select
        tasks.*,
        planned_years.year is not null or tables_with_domains.file_id is not null as is_told_by_row
    from tasks
    anti join with_domain using (district, year, title_key)
    left join planned_years using (district, year)
    left join tables_with_domains using (file_id, sheet, table_number)
    where tasks.domain is null
),

placed as (
    select
        *,
        row_number() over of_table as place,
        count(*) over (partition by file_id, sheet, table_number) as tasks_without
    from without_domain
    window of_table as (partition by file_id, sheet, table_number order by row_number)
)

select
    tasks.source_row_id,
    'domain' as field,
    placed.source_row_id is null or (not placed.is_told_by_row and placed.place > 1) as holds,
    case
        when placed.is_told_by_row
            then '改革事项“' || tasks.title || '”没有填写改革领域,统计时列入“未填”;请补填'
        else '本表' || placed.tasks_without || '项任务没有改革领域,也没有收到' || tasks.year
            || '年工作要点,统计时列入“未填”;请补填改革领域,或先报送工作要点'
    end as message_zh
from tasks
left join placed using (source_row_id)
