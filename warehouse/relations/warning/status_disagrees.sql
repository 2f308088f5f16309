-- Two senders who report the same task agree on how it stands.
with reported as (
    select *
    from raw.task
    where disposition in ('loaded', 'warned') and status is not null
),

differing as (
    select
        one.source_row_id,
        other.source_row_id as other_row_id,
        other.path,
        other.sheet
    from reported as one
    inner join reported as other
        on one.district = other.district
        and one.year = other.year
        and one.title_key = other.title_key
        and one.path != other.path
        and one.status != other.status
),

disagreeing as (
    select
        differing.source_row_id,
        arg_min(
            '“' || cell.raw_text || '”(' || differing.path || ' ' || differing.sheet || '!'
            || coalesce(cell.cell, '') || ')',
            differing.other_row_id
        ) as other_says
    from differing
    inner join raw.source_cell as cell
        on differing.other_row_id = cell.source_row_id
        and cell.field = 'status'
    group by all
),

told as (
    select
        disagreeing.source_row_id,
        disagreeing.other_says,
        cell.raw_text
    from disagreeing
    inner join raw.source_cell as cell
        on disagreeing.source_row_id = cell.source_row_id
        and cell.field = 'status'
)

select
    reported.source_row_id,
    'status' as field,
    told.other_says is null as holds,
    '完成状态“' || told.raw_text || '”与另一份报送的' || told.other_says || '不一致;请两家核对' as message_zh
from reported
left join told using (source_row_id)
