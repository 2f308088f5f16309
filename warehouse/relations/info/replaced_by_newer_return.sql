-- What a department reports again replaces what it reported before: of its rows on one thing, in one year, in several
-- files that are not the plan, the newest counts. Files are in the order of the days they were sent where each says
-- one, else in the order in which they arrived; files of one day that arrived together replace nothing.
with declared as (
    select *
    from (
        values
            ('task', ['title']),
            ('postponement', ['title']),
            ('output', ['title']),
            ('indicator', ['name', 'task_title', 'as_of_date']),
            ('publicity', ['title', 'adopted_by']),
            ('pilot', ['name']),
            ('meeting', ['name'])
    ) as declared (record_type, identifying)
),

returned as (
    select
        source.source_row_id,
        source.record_type,
        source.file_id,
        file.path,
        file.path || ' ' || source.sheet || '!' || source.row_number || '行' as place,
        file.district,
        file.first_seen_at,
        any_value(declared.identifying[1]) as field,
        max(cell.value) filter (where cell.field = declared.identifying[1]) as name,
        max(cell.value) filter (where cell.field = 'year') as year,
        max(cell.value) filter (where cell.field = 'reporting_department') as department,
        try_cast(max(cell.value) filter (where cell.field = 'reported_date') as date) as reported_date,
        list(cell.field || ':' || title_key(cell.value) order by cell.field) filter (
            where list_contains(declared.identifying, cell.field)
        ) as key
    from raw.source_row as source
    inner join raw.source_file as file using (file_id)
    inner join declared using (record_type)
    inner join raw.source_cell as cell using (source_row_id)
    where
        source.disposition in ('loaded', 'warned')
        and not source.is_plan
    group by all
),

dated as (
    select
        *,
        if(
            bool_and(reported_date is not null) over (partition by district, department, year, record_type, key),
            reported_date,
            null
        ) as sent_on
    from returned
    where department is not null
),

ranked as (
    select
        *,
        rank() over newest_first as newness,
        first_value(file_id) over newest_first as newest_file_id,
        first_value(place) over newest_first as newest_place,
        first_value(reported_date) over newest_first as newest_reported_date
    from dated
    window newest_first as (
        partition by district, department, year, record_type, key
        order by sent_on desc, first_seen_at desc
    )
)

select
    source_row_id,
    field,
    newness = 1 or file_id = newest_file_id as holds,
    '“' || name || '”已由' || department || '较新的报送(' || newest_place
    || coalesce(',填报日期' || newest_reported_date, '') || ')代替,本行不再统计' as message_zh
from ranked
