-- Two files, or two sheets of a file, agree on whether a finding of an inspection is closed, or a decision of a dispatch
-- meeting is carried out. Of two years, and of the days of two sheets, the later says how it stands now; a second look (回头看)
-- is about what was closed before it.
with standings as (
    select
        source_row_id,
        path,
        sheet,
        try_cast(year as integer) as year,
        'supervision|' || supervision_key as subject,
        problem as subject_title,
        standing = 'closed' as is_ended,
        is_second_look,
        day_of_sheet(reported_date, reported_period) as reported_on,
        sent_on,
        if(state is null, 'closed_date', 'state') as field,
        if(state is null, '销号时间', '整改状态') as header
    from raw.supervision
    inner join supervision_keys() using (source_row_id)
    where standing is not null

    union all

    select
        source_row_id,
        path,
        sheet,
        try_cast(year as integer) as year,
        'dispatch|' || dispatch_key as subject,
        coalesce(decision, task_title) as subject_title,
        standing = 'done' as is_ended,
        false as is_second_look,
        day_of_sheet(reported_date, reported_period) as reported_on,
        sent_on,
        if(state is null, 'completed_date', 'state') as field,
        if(state is null, '完成时间', '落实状态') as header
    from raw.dispatch
    inner join dispatch_keys() using (source_row_id)
    where standing is not null
),

disputed as (
    select
        subject,
        year
    from standings
    group by all
    having bool_or(is_ended) and not bool_and(is_ended)
),

contradicted as (
    select
        one.source_row_id,
        arg_min(
            '“' || cell.raw_text || '”(' || cell_place(other.path, other.sheet, cell.cell) || ')',
            other.source_row_id
        ) as other_says
    from standings as one
    semi join disputed using (subject, year)
    inner join standings as other
        on one.subject = other.subject
        and one.year = other.year
        and one.is_ended != other.is_ended
        and (one.path != other.path or one.sheet != other.sheet)
        and not coalesce(one.sent_on > other.reported_on, false)
        and not coalesce(other.sent_on > one.reported_on, false)
        and not if(one.is_ended, other.is_second_look, one.is_second_look)
    inner join raw.source_cell as cell
        on other.source_row_id = cell.source_row_id
        and other.field = cell.field
    group by all
)

select
    standings.source_row_id,
    standings.field,
    contradicted.other_says is null as holds,
    '“' || standings.subject_title || '”的' || standings.header || '“' || cell.raw_text || '”与另一份报送的'
    || contradicted.other_says || '不一致,也看不出哪一份在后;请两家核对,并填写填报日期' as message_zh
from standings
inner join raw.source_cell as cell
    on standings.source_row_id = cell.source_row_id
    and standings.field = cell.field
left join contradicted on standings.source_row_id = contradicted.source_row_id
