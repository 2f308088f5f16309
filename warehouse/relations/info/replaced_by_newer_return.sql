-- What a department reports again replaces what it reported before: of its rows on one thing, in one year, in several
-- files that are not the plan, the newest counts. Files are in the order of the days they were sent where each says
-- one, else in the order in which they arrived; files of one day that arrived together replace nothing.
with things as (
    select 'task' as record_type, 'title' as field, title as thing, [title_key] as key, * from raw.task
    union all by name
    select 'postponement' as record_type, 'title' as field, title as thing, [title_key] as key, * from raw.postponement
    union all by name
    select 'output' as record_type, 'title' as field, title as thing, [title_key] as key, * from raw.output
    union all by name
    select
        'indicator' as record_type,
        'name' as field,
        name as thing,
        [title_key(name), task_title_key, as_of_date] as key,
        *
    from raw.indicator
    union all by name
    select
        'publicity' as record_type,
        'title' as field,
        title as thing,
        [title_key, title_key(adopted_by)] as key,
        *
    from raw.publicity
    union all by name
    select 'pilot' as record_type, 'name' as field, name as thing, [title_key(name)] as key, * from raw.pilot
    union all by name
    select 'meeting' as record_type, 'name' as field, name as thing, [title_key(name)] as key, * from raw.meeting
    union all by name
    select
        'supervision' as record_type,
        'problem' as field,
        problem as thing,
        [
            title_key(problem),
            title_key(round),
            inspected_department,
            -- The three lists of a finding complete each other: a list replaces an older one of its own kind.
            concat_ws(',', corrective_measure is null, responsible_department is null, coalesce(state, closed_date) is null)
        ] as key,
        *
    from raw.supervision
    union all by name
    select
        'dispatch' as record_type,
        'task_title' as field,
        task_title as thing,
        [task_title_key, date, title_key(decision)] as key,
        *
    from raw.dispatch
    union all by name
    select
        'assessment' as record_type,
        'department' as field,
        department || coalesce(' ' || indicator, '') as thing,
        [department, title_key(indicator)] as key,
        *
    from raw.assessment
    union all by name
    select
        'stated' as record_type,
        'measure' as field,
        report || coalesce(' ' || domain, '') || ' ' || measure as thing,
        [title_key(report), measure, domain] as key,
        *
    from raw.stated
),

returned as (
    select
        things.source_row_id,
        things.record_type,
        things.file_id,
        things.path,
        things.table_number,
        things.row_number,
        things.path || ' ' || things.sheet || '!' || things.row_number || '行' as place,
        things.district,
        file.first_seen_at,
        things.field,
        things.thing,
        things.year,
        things.reporting_department as department,
        try_cast(things.reported_date as date) as reported_date,
        things.key
    from things
    inner join raw.source_file as file using (file_id)
    where things.disposition in ('loaded', 'warned') and not things.is_plan
),

reported_again as (
    select
        district,
        department,
        year,
        record_type,
        key
    from returned
    where department is not null
    group by all
    having count(distinct file_id) > 1
),

dated as (
    select
        returned.*,
        if(
            bool_and(reported_date is not null) over (
                partition by returned.district, returned.department, returned.year, returned.record_type, returned.key
            ),
            reported_date,
            null
        ) as sent_on
    from returned
    inner join reported_again
        on returned.district = reported_again.district
        and returned.department = reported_again.department
        and returned.year is not distinct from reported_again.year
        and returned.record_type = reported_again.record_type
        and returned.key is not distinct from reported_again.key
),

ranked as (
    select
        *,
        rank() over newest_first as newness,
        first_value(file_id) over newest_row_first as newest_file_id,
        first_value(place) over newest_row_first as newest_place,
        first_value(reported_date) over newest_row_first as newest_reported_date
    from dated
    window
        newest_first as (
            partition by district, department, year, record_type, key
            order by sent_on desc, first_seen_at desc
        ),
        newest_row_first as (
            partition by district, department, year, record_type, key
            order by sent_on desc, first_seen_at desc, path, table_number, row_number
        )
)

select
    source_row_id,
    field,
    newness = 1 or file_id = newest_file_id as holds,
    '“' || thing || '”已由' || department || '较新的报送(' || newest_place
    || coalesce(',填报日期' || newest_reported_date, '') || ')代替,本行不再统计' as message_zh
from ranked
