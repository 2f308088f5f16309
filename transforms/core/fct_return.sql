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

sent as (
    select
        source.file_id,
        try_cast(cell.value as date) as reported_date,
        min(source.source_row_id) as source_row_id
    from raw.source_cell as cell
    inner join raw.source_row as source using (source_row_id)
    where cell.field = 'reported_date' and source.disposition != 'skipped'
    group by source.file_id, reported_date
    qualify row_number() over (partition by source.file_id order by reported_date desc nulls last) = 1
),

periods as (
    select
        source.file_id,
        max(try_cast(cell.value as date)) as reported_period
    from raw.source_cell as cell
    inner join raw.source_row as source using (source_row_id)
    where cell.field = 'reported_period' and source.disposition != 'skipped'
    group by all
),

errors as (
    select
        file_id,
        count(*) as errors
    from quality.finding
    where severity = 'error'
    group by all
),

due as (
    select unnest(
        map_entries(
            cast(cast(max_by(scorecard, refresh_number) as json) -> '$.returns_due' as map(integer, date))
        ),
        recursive := true
    )
    from raw.refresh
),

-- The periods of which a department sent a return in time, be it replaced since.
reported_in_time as (
    select distinct
        file.district,
        file.department,
        file.year,
        periods.reported_period
    from raw.source_file as file
    inner join sent using (file_id)
    inner join periods using (file_id)
    inner join due on file.year = due.key
    where file.state in ('loaded', 'superseded') and sent.reported_date <= due.value
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
    due.value as due_date,
    sent.reported_date > due.value and in_time.reported_period is null as is_late,
    coalesce(sent.source_row_id, first_rows.source_row_id) as source_row_id
from raw.source_file as file
left join first_rows using (file_id)
left join sent using (file_id)
left join errors using (file_id)
left join periods using (file_id)
left join due on file.year = due.key
left join reported_in_time as in_time
    on file.district = in_time.district
    and file.department = in_time.department
    and file.year = in_time.year
    and periods.reported_period = in_time.reported_period
where
    file.state in ('loaded', 'unreadable', 'unrecognised')
    and file.department is not null
    and file.year is not null
