-- What a department reports again replaces what it reported before: of its rows on one thing, in one year, in several
-- files that are not the plan, the newest counts. Files are in the order of the days they were sent where each says
-- one, else in the order in which they arrived; files of one day that arrived together replace nothing.
with lists as (
    -- The three lists of an inspection's finding complete each other: a list replaces an older one of its own kind, on
    -- the same task.
    select
        source_row_id,
        concat_ws(
            ',',
            corrective_measure is null,
            responsible_department is null,
            coalesce(state, closed_date) is null,
            task_title_key
        ) as kind_of_list
    from raw.supervision
),

-- A numbered meeting is one whatever day it is said to be of.
meetings as (
    select
        source_row_id,
        [meeting_identity(name, date)] as key
    from raw.meeting
),

returned as (
    select
        things.source_row_id,
        things.record_type,
        things.file_id,
        things.path,
        things.table_number,
        things.row_number,
        cell_place(things.path, things.sheet, things.row_number || '行') as place,
        things.district,
        file.first_seen_at,
        things.field,
        things.thing,
        things.year,
        things.reporting_department as department,
        try_cast(things.reported_date as date) as reported_date,
        list_append(coalesce(meetings.key, things.thing_key), lists.kind_of_list) as key
    from raw.thing as things
    inner join raw.source_file as file using (file_id)
    left join lists using (source_row_id)
    left join meetings using (source_row_id)
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
