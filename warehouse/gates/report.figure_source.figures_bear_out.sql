-- Every count of the overview has as many rows behind it as it says.
with counted as (
    select
        district,
        year,
        measure,
        count(distinct source_row_id) as rows_behind
    from report.figure_source
    where measure in ('planned', 'completed', 'postponed', 'cancelled', 'overdue', 'in_progress', 'rows_rejected')
    group by all
),

stated as (
    unpivot report.annual_overview
    on planned, completed, postponed, cancelled, overdue, in_progress, rows_rejected
    into name measure value figure
)

select
    stated.district,
    stated.year,
    stated.measure,
    stated.figure,
    counted.rows_behind
from stated
left join counted using (district, year, measure)
where stated.figure != coalesce(counted.rows_behind, 0)
