-- Two senders who report the same task agree on how it stands.
with reported as (
    select
        task.source_row_id,
        task.district,
        task.year,
        task.title,
        task.status,
        task.path,
        task.sheet,
        cell.cell,
        cell.raw_text
    from raw.task as task
    inner join raw.source_cell as cell
        on task.source_row_id = cell.source_row_id
        and cell.field = 'status'
    where task.disposition in ('loaded', 'warned') and task.status is not null
),

disagreeing as (
    select
        one.source_row_id,
        arg_min(
            '“' || other.raw_text || '”(' || other.path || ' ' || other.sheet || '!' || coalesce(other.cell, '') || ')',
            other.source_row_id
        ) as other_says
    from reported as one
    inner join reported as other
        on one.district = other.district
        and one.year = other.year
        and title_key(one.title) = title_key(other.title)
        and one.path != other.path
        and one.status != other.status
    group by all
)

select
    reported.source_row_id,
    'status' as field,
    disagreeing.other_says is null as holds,
    '完成状态“' || reported.raw_text || '”与另一份报送的' || disagreeing.other_says || '不一致;请两家核对' as message_zh
from reported
left join disagreeing using (source_row_id)
