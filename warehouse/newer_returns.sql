-- What a department reports again replaces what it reported before: of its rows on one thing, in one year, on several
-- sheets that are not the plan, those of the newest sheet count. A sheet is newer than another when it was sent on a later
-- day by what both say, or tells of a later period; what says neither day nor period is as old as its arrival. What cannot
-- be told so (sheets of one day, or without days, that arrived together) replaces nothing.
insert into quality.newer_return
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

-- A title that says a kind of document alone (实施方案) is one in its task.
outputs as (
    select
        source_row_id,
        [name_key] as key
    from named_outputs()
),

returned as (
    select
        things.source_row_id,
        things.record_type,
        things.file_id,
        things.sheet,
        things.path,
        things.table_number,
        things.row_number,
        things.district,
        things.year,
        things.reporting_department as department,
        file.first_seen_at as arrived_at,
        cast(file.first_seen_at as date) as arrived_on,
        -- A day long after the arrival is a slip of the pen.
        if(
            try_cast(things.reported_date as date) <= cast(file.first_seen_at as date) + 1,
            try_cast(things.reported_date as date),
            null
        ) as sent_on,
        try_cast(things.reported_period as date) as period,
        if(period is null, null, least(period, arrived_on)) as period_ended_on,
        list_append(coalesce(meetings.key, outputs.key, things.thing_key), lists.kind_of_list) as key
    from raw.thing as things
    inner join raw.source_file as file using (file_id)
    left join lists using (source_row_id)
    left join meetings using (source_row_id)
    left join outputs using (source_row_id)
    where
        things.disposition in ('loaded', 'warned')
        and not things.is_plan
        and things.reporting_department is not null
),

reported_again as (
    select
        district,
        department,
        year,
        record_type,
        key
    from returned
    group by all
    having count(distinct file_id || sheet) > 1
),

sheets as (
    select
        returned.district,
        returned.department,
        returned.year,
        returned.record_type,
        returned.key,
        returned.file_id,
        returned.sheet,
        returned.arrived_at,
        any_value(returned.arrived_on) as arrived_on,
        max(returned.period) as period,
        coalesce(max(returned.sent_on), max(returned.period_ended_on)) as sent_on,
        list(returned.source_row_id) as source_row_ids,
        arg_min(returned.source_row_id, (returned.path, returned.table_number, returned.row_number)) as first_row_id,
        min((returned.path, returned.table_number, returned.row_number)) as place
    from returned
    inner join reported_again
        on returned.district = reported_again.district
        and returned.department = reported_again.department
        and returned.year is not distinct from reported_again.year
        and returned.record_type = reported_again.record_type
        and returned.key is not distinct from reported_again.key
    group by all
),

replaced as (
    select
        older.source_row_ids,
        older.district,
        older.sent_on,
        older.arrived_at,
        older.place,
        newer.first_row_id as newest_source_row_id
    from sheets as older
    inner join sheets as newer
        on older.district = newer.district
        and older.department = newer.department
        and older.year is not distinct from newer.year
        and older.record_type = newer.record_type
        and older.key is not distinct from newer.key
        and case
            when newer.sent_on = older.sent_on
                then coalesce(nullif(newer.period, older.period) > older.period, newer.arrived_at > older.arrived_at)
            when older.sent_on is not null and newer.sent_on is not null then newer.sent_on > older.sent_on
            when newer.sent_on is not null then newer.sent_on > older.arrived_on and newer.arrived_at > older.arrived_at
            else newer.arrived_at > older.arrived_at
        end
    qualify row_number() over (
        partition by older.district, older.file_id, older.sheet, older.record_type, older.year, older.key
        order by newer.sent_on desc nulls last, newer.arrived_at desc, newer.place
    ) = 1
)

select
    unnest(source_row_ids) as source_row_id,
    district,
    newest_source_row_id,
    row_number() over (
        partition by newest_source_row_id
        order by sent_on desc nulls last, arrived_at desc, place
    ) as place_before_newest
from replaced
