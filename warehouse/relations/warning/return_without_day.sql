-- A department's file says when it was sent, for a year whose returns are due by a day: without that it is not known whether
-- it is late. Each file is told once a year, at its first row of that year.
with returns as (
    select
        thing.file_id,
        due.year,
        due.day,
        arg_min(thing.source_row_id, (thing.table_number, thing.row_number)) as source_row_id,
        bool_or(try_cast(thing.reported_date as date) is not null) as says_day
    from raw.thing as thing
    inner join raw.source_file as file using (file_id)
    inner join returns_due() as due on try_cast(thing.year as integer) = due.year
    where thing.disposition in ('loaded', 'warned') and file.department is not null
    group by all
)

select
    source_row_id,
    'reported_date' as field,
    says_day as holds,
    '本文件没有填报日期,不知道' || year || '年的内容是否在截止日' || strftime(day, '%Y-%m-%d')
    || '以前报送,评分时既不算按时也不算迟报;请在表格上方填写“填报日期”,或在文件名中写明日期' as message_zh
from returns
