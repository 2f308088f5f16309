-- What was received, and for which year.

-- The rows of the files that were received, be they replaced since, each of the year that it says; of its file's year where it
-- says none, or one of which no ledger of the district counts (what a report states is none). A file without rows stands in one line without a row.
create or replace macro rows_of_years() as table
    with told as (
        select
            file.district,
            file.file_id,
            file.state,
            file.department,
            file.year as file_year,
            source.source_row_id,
            source.disposition,
            source.record_type,
            try_cast(record.year as integer) as row_year,
            try_cast(record.reported_date as date) as reported_date,
            try_cast(record.reported_period as date) as reported_period
        from raw.source_file as file
        left join raw.source_row as source using (file_id)
        left join raw.record as record on source.source_row_id = record.source_row_id
        where file.state != 'removed'
    ),

    counted_years as (
        select distinct
            district,
            row_year
        from told
        where disposition in ('loaded', 'warned') and record_type != 'stated'
    )

    select
        told.* exclude (file_year, row_year, record_type),
        coalesce(counted.row_year, told.file_year) as year
    from told
    left join counted_years as counted
        on told.district = counted.district
        and told.row_year = counted.row_year;
