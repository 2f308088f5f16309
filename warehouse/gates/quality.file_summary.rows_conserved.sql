-- Nothing is lost: a file's rows found are exactly those in raw, and each has a known end.
select
    summary.file_id,
    summary.rows_found,
    count(source.source_row_id) as rows_in_raw
from quality.file_summary as summary
left join raw.source_row as source using (file_id)
group by all
having
    summary.rows_found != count(source.source_row_id)
    or summary.rows_found != (
        summary.rows_loaded + summary.rows_warned + summary.rows_rejected + summary.rows_skipped
        + summary.rows_superseded
    )
