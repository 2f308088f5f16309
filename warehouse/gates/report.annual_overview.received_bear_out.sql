-- The files and rows that the overview says were received, and rejected, are as many as there are.
with received as (
    select
        file.district,
        file.year,
        count(distinct file.file_id) as files,
        count(source.source_row_id) as rows_found,
        count(*) filter (where source.disposition = 'rejected') as rows_rejected
    from raw.source_file as file
    left join raw.source_row as source using (file_id)
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
