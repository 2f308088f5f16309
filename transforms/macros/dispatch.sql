-- Which rows are about one decision of a dispatch meeting, and how it stands by each.

-- The decision or planned dispatch that each dispatch row is about (dispatch_key), in its first year (first_year). What a
-- meeting of a known day decides on a task is one decision on all sheets of whatever years follow it. A row that repeats a
-- decision without the day means the meeting of its year that decided it, else one of the years before (of several the
-- first; has_other_days). is_held: whether the row tells of a meeting, by its day, a decision, a deadline or how that stands,
-- and not of a dispatch that is planned. held_on: the day, the first that an inexact one can mean. completed_too_early: whether the row
-- dates the carrying out before that day. standing: how the decision stands by the row, unless it is done too early.
-- sent_on: the day of the sheet; what says none was sent after the day of carrying out that it tells of.
-- What is dated after the day as of which things are judged was not yet held, or carried out (completed_on: when it was,
-- completed_first_day: the first day that this can mean). A day that has not come at all is not taken.
create or replace macro dispatch_keys() as table
    with come as (
        select
            dispatch.* replace (
                day_come(try_cast(date as date), date_text, as_of, today) as date,
                day_come(try_cast(completed_date as date), completed_date_text, as_of, today) as completed_date
            ),
            judged.as_of,
            judged.today
        from raw.dispatch as dispatch
        cross join judged() as judged
        where disposition in ('loaded', 'warned')
    ),

    accepted as (
        select
            source_row_id,
            district,
            try_cast(year as integer) as year,
            task_title_key,
            title_key(decision) as decision_key,
            date,
            earliest_day(date, date_text) as first_day,
            completed_date,
            earliest_day(completed_date, completed_date_text) as completed_first_day,
            day_of_sheet(reported_date, reported_period) as day_of_sheet,
            coalesce(date, completed_date, try_cast(due_date as date)) is not null
            or coalesce(decision, due_date_text, state) is not null as is_held,
            is_known_later(first_day, as_of, today) as is_held_later,
            is_known_later(completed_first_day, as_of, today) as is_completed_later,
            state
        from come
    ),

    dated as (
        select
            * exclude (date, first_day),
            date is null and decision_key is not null as is_undated,
            if(
                is_undated, coalesce(min(date) over of_year, min(date) over so_far), date
            ) as date,
            if(
                is_undated, coalesce(min(first_day) over of_year, min(first_day) over so_far), first_day
            ) as held_on,
            is_undated
            and coalesce(
                min(date) over of_year != max(date) over of_year, min(date) over so_far != max(date) over so_far, false
            ) as has_other_days
        from accepted
        window
            of_year as (partition by district, task_title_key, decision_key, year),
            so_far as (partition by district, task_title_key, decision_key order by year)
    ),

    placed as (
        select
            *,
            if(
                date is null, year, min(year) over (partition by district, task_title_key, date, decision_key)
            ) as first_year,
            coalesce(completed_date < held_on, false) as completed_too_early,
            if(is_completed_later, null, completed_date) as completed_on,
            case
                when coalesce(state, 'done') = 'done' and is_completed_later then null
                else coalesce(state, if(completed_date is not null, 'done', null))
            end as reported,
            bool_or(is_held_later) over (partition by district, task_title_key, date, decision_key) as is_decided_later
        from dated
    )

    select
        source_row_id,
        concat_ws(
            '|',
            district,
            first_year,
            task_title_key,
            coalesce(cast(date as varchar), ''),
            coalesce(decision_key, ''),
            if(is_held and date is null and decision_key is null, 'held', null)
        ) as dispatch_key,
        first_year,
        is_held,
        date as day_held,
        held_on,
        has_other_days,
        completed_too_early,
        completed_on,
        if(is_completed_later, null, completed_first_day) as completed_first_day,
        coalesce(day_of_sheet, completed_on) as sent_on,
        if(reported = 'done' and completed_too_early, null, reported) as standing
    from placed
    where not is_decided_later;
