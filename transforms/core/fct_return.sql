-- One row a file that a department sent for a year and that counts: its cells, its errors, when it was sent and whether
-- that was past the day on which the settings say that the year's returns are due (NULL while one of them is unknown).
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
    sent.reported_date > due.value as is_late,
    coalesce(sent.source_row_id, first_rows.source_row_id) as source_row_id
from raw.source_file as file
left join first_rows using (file_id)
left join sent using (file_id)
left join errors using (file_id)
left join due on file.year = due.key
where
    file.state in ('loaded', 'unreadable', 'unrecognised')
    and file.department is not null
    and file.year is not null
