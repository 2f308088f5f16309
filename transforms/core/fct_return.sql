-- One row a file that a department sent for a year and that counts: its cells, its errors, when it was sent and whether
-- that was past the day on which the settings say that the year's returns are due (NULL while one of them is unknown). What
-- is sent past it on a period of which the department had sent a return in time corrects that return.
with first_rows as (
    select
        file_id,
        min(source_row_id) as source_row_id
    from raw.source_row
    group by all
),

said as (
    select
        source.file_id,
        cell.field,
        try_cast(cell.value as date) as day,
        min(source.source_row_id) as source_row_id
    from raw.source_cell as cell
    inner join raw.source_row as source using (source_row_id)
    where cell.field in ('reported_date', 'reported_period') and source.disposition != 'skipped'
    group by all
),

sent as (
    select
        file_id,
        max(day) filter (where field = 'reported_date') as reported_date,
        arg_max(source_row_id, coalesce(day, '-infinity')) filter (where field = 'reported_date') as source_row_id,
        max(day) filter (where field = 'reported_period') as reported_period
    from said
    group by file_id
),

errors as (
    select
        file_id,
        count(*) as errors
    from quality.finding
    where severity = 'error'
    group by all
),

-- The periods of which a department sent a return in time, be it replaced since.
reported_in_time as (
    select distinct
        file.district,
        file.department,
        file.year,
        sent.reported_period
    from raw.source_file as file
    inner join sent using (file_id)
    inner join returns_due() as due using (year)
    where file.state in ('loaded', 'superseded') and sent.reported_date <= due.day
)

select
    file.file_id,
    file.district as district_key,
    file.year,
    file.department as department_key,
    file.path,
    coalesce(file.cells, 0) as cells,
    coalesce(errors.errors, 0) as errors,
    sent.reported_date,
    due.day as due_date,
    sent.reported_date > due.day and in_time.reported_period is null as is_late,
    coalesce(sent.source_row_id, first_rows.source_row_id) as source_row_id
from raw.source_file as file
left join first_rows using (file_id)
left join sent using (file_id)
left join errors using (file_id)
left join returns_due() as due using (year)
left join reported_in_time as in_time
    on file.district = in_time.district
    and file.department = in_time.department
    and file.year = in_time.year
    and sent.reported_period = in_time.reported_period
where
    file.state in ('loaded', 'unreadable', 'unrecognised')
    and file.department is not null
    and file.year is not null
