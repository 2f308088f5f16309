-- A department's file says when it was sent, for a year whose returns are due by a day: without that it is not known whether
-- it is late. Each file is told once, at its first row of its latest year; what tells of a period of a later year is not late,
-- and the reform office's own ledgers are no returns.
with sent as (
    select
        *,
        max(year) over (partition by file_id) as latest_year
    from rows_of_years()
    where state = 'loaded' and department is not null and not is_reform_office(department)
),

returns as (
    select
        sent.file_id,
        due.year,
        due.day,
        arg_min(source.source_row_id, (source.table_number, source.row_number))
            filter (where source.disposition in ('loaded', 'warned')) as source_row_id,
        bool_or(sent.reported_date is not null or coalesce(year(sent.reported_period) > sent.year, false)) as says_day
    from sent
    inner join raw.source_row as source using (source_row_id)
    inner join returns_due() as due on sent.latest_year = due.year
    where sent.year = sent.latest_year
    group by all
)

select
    source_row_id,
    'reported_date' as field,
    says_day as holds,
    '本文件没有填报日期,不知道' || year || '年的内容是否在截止日' || strftime(day, '%Y-%m-%d')
    || '以前报送,评分时既不算按时也不算迟报;请在表格上方填写“填报日期”,或在文件名中写明日期' as message_zh
from returns
where source_row_id is not null
