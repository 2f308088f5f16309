-- The day as of which things are judged, and what a day says as of it: has it come, is it late, is it exact.

-- The day as of which things are judged, and the day on which that was asked, in China.
create or replace macro judged() as table
    select
        max_by(as_of, refresh_number) as as_of,
        cast(max_by(refreshed_at, refresh_number) + interval 8 hours as date) as today
    from raw.refresh;

-- The first day that a text can mean, as far as its month: of 2021年, of which the last day is read, the first of January.
create or replace macro earliest_day(day, written) as
    if(
        coalesce(regexp_full_match(half_width(written), '\D*\d{4}\s*(?:年\D*)?'), false),
        cast(date_trunc('year', day) as date),
        day
    );

-- Whether a day had come on another one: days are known to the month (of a month without a day its last is read).
create or replace macro is_known_by(day, as_of) as
    day <= last_day(as_of);

-- Whether a day was still to come on the day as of which things are judged, and has come by now: what is dated so had not
-- happened.
create or replace macro is_known_later(day, as_of, today) as
    coalesce(not is_known_by(day, as_of) and is_known_by(day, today), false);

-- Whether a day has not come at all: it is not taken.
create or replace macro is_in_future(day, as_of, today) as
    coalesce(not is_known_by(day, greatest(as_of, today)), false);

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

-- Whether a task of a year can have been completed on a day: not before its year, nor after the month of the day as of
-- which tasks are judged (of a month without a day its last is read).
create or replace macro can_be_completed(completed_date, year, as_of) as
    completed_date between make_date(year, 1, 1) and last_day(as_of);

-- The day by which a task of a year is due: one without a due date by the end of its year.
create or replace macro due_in_year(planned_due_date, year) as
    coalesce(planned_due_date, make_date(year, 12, 31));

-- How a task stands by one row: a day on which it can have been completed, and no status, means completed.
create or replace macro status_by_row(status, completed_date, year, as_of, today) as
    case
        when coalesce(status, 'completed') = 'completed' and is_known_later(completed_date, as_of, today) then null
        when status is null and can_be_completed(completed_date, year, as_of) then 'completed'
        else status
    end;

-- How many days something is or was late: overdue on a day, or ended on it; 0 when it ended in time.
create or replace macro days_late(due_date, is_overdue, as_of, ended_date) as
    case
        when is_overdue then date_diff('day', due_date, as_of)
        when ended_date <= due_date then 0
        else date_diff('day', due_date, ended_date)
    end;

-- The day by which sheets are newer or older: that on which it was sent, else the last of the period that it tells of.
create or replace macro day_of_sheet(reported_date, reported_period) as
    coalesce(try_cast(reported_date as date), try_cast(reported_period as date));

-- The days of a field, by row, that were not written to the day: the month, or the year, of which the last day was read.
create or replace macro inexact_days(field_name) as table
    select source_row_id
    from raw.source_cell
    where field = field_name and doubt_rule = 'date_not_exact';

-- The first day that a text can mean of which the last was read: of 2021年5月, of 四季度 and of 2021年 the first.
create or replace macro first_day_meant(day, written) as
    case
        when regexp_matches(written, '[日号]') then day
        when written like '%季%' then cast(date_trunc('quarter', day) as date)
        when written like '%半年%' then cast(date_trunc('month', day - interval 5 months) as date)
        when regexp_matches(written, '月|\d\s*[./-]\s*\d') then cast(date_trunc('month', day) as date)
        else cast(date_trunc('year', day) as date)
    end;
