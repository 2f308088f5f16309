-- The files and rows that the overview says were received, and rejected, are as many as there are: counted from the cells
-- themselves, each record in the year written in it where a record that counts is of that year, else in its file's.
with written as (
    select
        cell.source_row_id,
        cell.district,
        cell.value as year,
        source.disposition in ('loaded', 'warned') and source.record_type != 'stated' as counts
    from raw.source_cell as cell
    inner join raw.source_row as source using (source_row_id)
    where cell.field = 'year' and source.disposition != 'skipped'
),

of_counted_years as (
    select
        source_row_id,
        try_cast(year as integer) as year
    from written
    semi join (from written where counts) as counted using (district, year)
),

received as (
    select
        file.district,
        coalesce(written.year, file.year) as year,
        count(distinct file.file_id) as files,
        count(source.source_row_id) as rows_found,
        count(*) filter (where source.disposition = 'rejected') as rows_rejected
    from raw.source_file as file
    left join raw.source_row as source using (file_id)
    left join of_counted_years as written using (source_row_id)
    where file.state = 'loaded'
    group by all
)

select
    overview.district,
    overview.year,
    overview.files,
    overview.rows_found,
    overview.rows_rejected,
    received.* exclude (district, year)
from report.annual_overview as overview
left join received using (district, year)
where
    (overview.files, overview.rows_found, overview.rows_rejected)
    is distinct from (
        coalesce(received.files, 0),
        coalesce(received.rows_found, 0),
        coalesce(received.rows_rejected, 0)
    )
