-- The files and rows that the overview says were received, and rejected, are as many as there are.
with received as (
    select
        district,
        year,
        count(distinct file_id) as files,
        count(source_row_id) as rows_found,
        count(*) filter (where disposition = 'rejected') as rows_rejected
    from rows_of_years()
    where state = 'loaded'
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
