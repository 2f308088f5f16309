-- Two files, or two sheets of a file, that report the same task agree on how it stands, when it is due and was completed,
-- and whose it is. Of a task in the plan the plan's domain counts, which has a check of its own.
with reported as (
    select *
    from raw.task
    where disposition in ('loaded', 'warned')
),

reported_twice as (
    select
        district,
        year,
        title_key as key,
        bool_or(is_plan) as is_planned
    from reported
    group by all
    having min(path) != max(path) or min(sheet) != max(sheet)
),

said as (
    select
        reported.source_row_id,
        reported.path,
        reported.sheet,
        reported.reporting_department,
        reported.is_plan,
        reported_twice.*,
        unnest(['status', 'completed_date', 'due_date', 'lead_department', 'domain']) as field,
        unnest(['完成状态', '完成时间', '完成时限', '牵头单位', '改革领域']) as header,
        unnest([status, completed_date, due_date, lead_department, if(is_planned, null, domain)]) as value
    from reported
    inner join reported_twice
        on reported.district = reported_twice.district
        and reported.year = reported_twice.year
        and reported.title_key = reported_twice.key
),

differing as (
    select
        one.source_row_id,
        one.field,
        one.header,
        other.source_row_id as other_row_id,
        other.path,
        other.sheet,
        one.path = other.path as is_of_one_file,
        coalesce(one.reporting_department = other.reporting_department, one.is_plan and other.is_plan) as is_of_one_sender
    from said as one
    inner join said as other
        on one.district = other.district
        and one.year = other.year
        and one.key = other.key
        and one.field = other.field
        and (one.path != other.path or one.sheet != other.sheet)
        and one.value != other.value
),

disagreeing as (
    select
        differing.source_row_id,
        differing.field,
        differing.header,
        bool_and(differing.is_of_one_file) as is_of_one_file,
        bool_and(differing.is_of_one_sender) as is_of_one_sender,
        arg_min(
            '“' || cell.raw_text || '”(' || cell_place(differing.path, differing.sheet, cell.cell) || ')',
            differing.other_row_id
        ) as other_says
    from differing
    inner join raw.source_cell as cell
        on differing.other_row_id = cell.source_row_id
        and differing.field = cell.field
    group by all
),

told as (
    select
        disagreeing.*,
        cell.raw_text
    from disagreeing
    inner join raw.source_cell as cell
        on disagreeing.source_row_id = cell.source_row_id
        and disagreeing.field = cell.field
)

select
    reported.source_row_id,
    coalesce(told.field, 'status') as field,
    told.other_says is null as holds,
    told.header || '“' || told.raw_text || '”与' || if(told.is_of_one_file, '同一文件另一工作表的', '另一份报送的')
    || told.other_says || '不一致;请'
    || case
        when told.is_of_one_file then '只保留一份,或改为一致'
        when told.is_of_one_sender then '核对以哪一份为准,并在各份写明填报日期'
        else '两家核对'
    end as message_zh
from reported
left join told using (source_row_id)
