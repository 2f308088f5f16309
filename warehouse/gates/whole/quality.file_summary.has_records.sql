-- A warehouse into which no record could be loaded is not published.
select 'no file has a record that could be loaded' as problem
where not exists (
    from quality.file_summary
    where rows_loaded + rows_warned > 0
)
