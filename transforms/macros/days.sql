-- The day as of which things are judged, and what a day says as of it: has it come, is it late, is it exact.

-- The day as of which things are judged, and the day on which that was asked, in China.
create or replace macro judged() as table
    select
        max_by(as_of, refresh_number) as as_of,
        cast(max_by(refreshed_at, refresh_number) + interval 8 hours as date) as today
    from raw.refresh;

-- Whether a text says a day, and not only a month, a quarter or a year: 2021年6月28日, 6月28, 2021.6.28, 20210628, 44375.
create or replace macro is_written_to_the_day(written) as
    regexp_matches(
        half_width(written),
        '[\d一二三四五六七八九十]\s*[日号]|月\s*\d{1,2}\s*$|\d\s*[.。/年\s-]\s*\d{1,2}\s*[.。/月\s-]\s*\d{1,4}(?:$|[\sT])|\d{8}|^\s*\d{5}(?:\.\d+)?\s*$'
    );

-- The first month of those that a text names: 3 of 3-6月.
create or replace macro first_month(written) as
    try_cast(
        regexp_extract(half_width(written), '(?:^|\D)(0?[1-9]|1[0-2])\s*月?\s*(?:[-—–~至到])+\s*\d{1,2}\s*月', 1) as integer
    );

-- The first day that a text can mean, of which the last was read: of 2021年5月, of 四季度 and of 2021年 the first. What is
-- only said to be before a month, or to have lasted several quarters or a season (春季), may have been any time of its year.
create or replace macro earliest_day(day, written) as
    case
        when written = cast(day as varchar) then day
        when coalesce(is_written_to_the_day(written), true) then day
        when first_month(written) <= month(day) then make_date(year(day), first_month(written), 1)
        when
            regexp_matches(
                half_width(written), '[春夏秋冬]季|前[\d一二三四]|[\d一二三四]\s*(?:[-—–~至到、])+\s*[\d一二三四]\s*季|月份?[以之]?前|假日?前'
            )
            then cast(date_trunc('year', day) as date)
        when regexp_matches(half_width(written), '季|[Qq][1-4]') then cast(date_trunc('quarter', day) as date)
        when written like '%半年%' then cast(date_trunc('month', day - interval 5 months) as date)
        when regexp_matches(half_width(written), '月|\d\s*[./-]\s*\d|^\s*(?:19|20)\d{4}\s*$') then cast(date_trunc('month', day) as date)
        else cast(date_trunc('year', day) as date)
    end;

-- Whether what may have been on a day, the first that its text can mean, was known on another one.
create or replace macro is_known_by(first_day, as_of) as
    first_day <= as_of;

-- Whether a day was still to come on the day as of which things are judged, and has come by now: what is dated so had not
-- happened.
create or replace macro is_known_later(first_day, as_of, today) as
    coalesce(not is_known_by(first_day, as_of) and is_known_by(first_day, today), false);

-- Whether a day has not come at all: it is not taken.
create or replace macro is_in_future(first_day, as_of, today) as
    coalesce(not is_known_by(first_day, greatest(as_of, today)), false);

-- A day, if it has come.
create or replace macro day_come(day, written, as_of, today) as
    if(is_in_future(earliest_day(day, written), as_of, today), null, day);

-- The rows of publicity, pilots and meetings that passed the checks: what is of its day.
create or replace macro dated_rows() as table
    with told as (
        from raw.publicity
        union all by name
        select * rename (name as title) from raw.pilot
        union all by name
        select * rename (name as title) from raw.meeting
    )

    select
        source_row_id,
        year,
        title,
        date,
        date_text
    from told
    where disposition in ('loaded', 'warned');

-- The rows of a type that give the day on which something ended: does the field of their state, if it says anything, say
-- that it has? state_noun, day_noun: what clerks call the two fields; advice: what the day makes of it, and what to do.
create or replace macro ended_days(type_name, day_field, day_noun, state_field, state_noun, ended_states, advice) as table
    select
        source.source_row_id,
        day_field as field,
        state.source_row_id is null as holds,
        state_noun || '填报为“' || state.raw_text || '”,却写有' || day_noun || '“' || day.raw_text || '”' || advice as message_zh
    from raw.source_row as source
    inner join raw.source_cell as day
        on source.source_row_id = day.source_row_id
        and day.field = day_field
        and day.value is not null
    left join raw.source_cell as state
        on source.source_row_id = state.source_row_id
        and state.field = state_field
        and not list_contains(ended_states, state.value)
    where
        source.record_type = type_name
        and source.disposition in ('loaded', 'warned');

-- Whether a task of a year can have been completed on a day, first_day the first that its text can mean: not before its
-- year, nor after the day as of which tasks are judged.
create or replace macro can_be_completed(completed_date, first_day, year, as_of) as
    completed_date >= make_date(year, 1, 1) and is_known_by(first_day, as_of);

-- Whether what was done on a day that may be any from first_day to day was done from one day until another: NULL when it
-- may have been done before or after as well.
create or replace macro is_done_within(first_day, day, from_day, until_day) as
    case
        when first_day >= from_day and day <= until_day then true
        when day < from_day or first_day > until_day then false
    end;

-- The day by which a task of a year is due: one without a due date by the end of its year.
create or replace macro due_in_year(planned_due_date, year) as
    coalesce(planned_due_date, make_date(year, 12, 31));

-- How a task stands by one row: a day on which it can have been completed, and no status, means completed.
create or replace macro status_by_row(status, completed_date, first_day, year, as_of, today) as
    case
        when coalesce(status, 'completed') = 'completed' and is_known_later(first_day, as_of, today) then null
        when status is null and can_be_completed(completed_date, first_day, year, as_of) then 'completed'
        else status
    end;

-- Whether what ended on a day that may be any from first_day to day ended in time: a month is late only when all of it is
-- past the due date; of a longer time (二季度, 2021年) it is not known (NULL) when only a part of it is.
create or replace macro is_in_time(first_day, day, due_date) as
    case
        when first_day > due_date then false
        when if(day <= last_day(first_day), first_day, day) <= due_date then true
    end;

-- How many days something is or was late: overdue on a day, or ended on one that may be any from first_day to day; 0 when it
-- ended in time.
create or replace macro days_late(due_date, is_overdue, as_of, first_day, day) as
    if(
        is_overdue,
        date_diff('day', due_date, as_of),
        case is_in_time(first_day, day, due_date)
            when true then 0
            when false then date_diff('day', due_date, first_day)
        end
    );

-- The years whose returns are due by a day, as the settings say.
create or replace macro returns_due() as table
    with due as (
        select unnest(
            map_entries(
                cast(cast(max_by(scorecard, refresh_number) as json) -> '$.returns_due' as map(integer, date))
            ),
            recursive := true
        )
        from raw.refresh
    )

    select
        key as year,
        value as day
    from due;

-- The day by which sheets are newer or older: that on which it was sent, else the last of the period that it tells of.
create or replace macro day_of_sheet(reported_date, reported_period) as
    coalesce(try_cast(reported_date as date), try_cast(reported_period as date));
