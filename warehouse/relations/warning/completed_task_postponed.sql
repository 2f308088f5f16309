-- A task that was completed or cancelled is not postponed: when sheets say both, it is not carried on, and both the
-- report and the postponement are told of the other.
with ended as (
    select
        task.source_row_id,
        task.district,
        task.year,
        task.title_key as key,
        task.title,
        cell.field,
        cell_place(task.path, task.sheet, cell.cell) as place,
        cell.raw_text
    from raw.task as task
    cross join judged() as judged
    inner join raw.source_cell as cell
        on task.source_row_id = cell.source_row_id
        and cell.field = if(task.status is null, 'completed_date', 'status')
    where
        task.disposition in ('loaded', 'warned')
        and status_by_row(
            task.status,
            try_cast(task.completed_date as date),
            earliest_day(try_cast(task.completed_date as date), task.completed_date_text),
            try_cast(task.year as integer),
            judged.as_of,
            judged.today
        ) in ('completed', 'cancelled')
),

postponed as (
    select
        postponement.*,
        cell_place(path, sheet, cell.cell) as place
    from approved_postponements() as postponement
    left join raw.source_cell as cell
        on postponement.source_row_id = cell.source_row_id
        and cell.field = 'approved'
),

contradicting as (
    select
        ended.source_row_id as ended_source_row_id,
        ended.place as ended_place,
        ended.title,
        ended.field,
        ended.raw_text,
        postponed.source_row_id as postponed_source_row_id,
        postponed.place as postponed_place
    from ended
    inner join postponed using (district, year, key)
),

told as (
    select
        ended_source_row_id as source_row_id,
        field,
        '“' || arg_min(title, ended_place) || '”填报为“' || arg_min(raw_text, ended_place) || '”,但另有同意延期的申请('
        || min(postponed_place) || ');已完成或取消的任务不结转到以后年度,请核对' as message_zh
    from contradicting
    group by all

    union all

    select
        postponed_source_row_id as source_row_id,
        'approved' as field,
        '“' || arg_min(title, ended_place) || '”同意延期,但已填报为“' || arg_min(raw_text, ended_place) || '”('
        || min(ended_place) || ');已完成或取消的任务不结转到以后年度,请核对' as message_zh
    from contradicting
    group by all
)

select
    source_row_id,
    coalesce(told.field, 'title') as field,
    told.source_row_id is null as holds,
    told.message_zh
from raw.source_row
left join told using (source_row_id)
where
    record_type in ('task', 'postponement')
    and disposition in ('loaded', 'warned')
