-- Which rows are about one finding of an inspection, and how it stands by each.

-- What the parts of a text say together of a verification, as says_verified gives it.
create or replace macro says_verified_in(parts) as
    case
        when regexp_matches(array_to_string(parts, ','), verification_denied_wordings()) then false
        when list_bool_or(
            list_transform(
                parts,
                lambda part: regexp_matches(part, verified_wordings())
                and not regexp_matches(part, verification_to_come_wordings())
            )
        ) then true
        when list_bool_or(list_transform(parts, lambda part: regexp_matches(part, verification_to_come_wordings()))) then false
        when list_bool_or(list_transform(parts, lambda part: regexp_matches(part, mended_wordings()))) then true
    end;

-- Whether a text says that something was verified, or that it was not or not yet; NULL when it says neither. Some part of it
-- must say so; what else it says of the mending, or of what is to come, does not matter.
create or replace macro says_verified(written) as
    says_verified_in(
        regexp_split_to_array(
            regexp_replace(lower(trim(half_width(written))), no_denial_wordings(), '', 'g'), '[,;。()\n]\s*'
        )
    );

-- Whether the closing of an inspection's finding was verified, by what a sheet says of it first: how, else by whom, else
-- when. How it was verified must be said in known words; 资料已收 says nothing, then the day does. Who verified may be anyone.
create or replace macro is_verified(verification, verified_by, verified_date) as
    case
        when verification is not null then coalesce(says_verified(verification), verified_date is not null)
        when verified_by is not null then not regexp_matches(lower(trim(half_width(verified_by))), nobody_wordings())
        else verified_date is not null
    end;

-- The finding that each supervision row is about: a problem of an inspected department in a task, told on one sheet or on
-- the three lists (问题清单, 整改措施清单, 整改责任清单), and followed through the years. A list that leaves the department
-- or the task out means the only one that the others name for the problem (of several tasks the first). What is found
-- after it was closed is another finding; a row that says no day on which it was found is about what was found last
-- before it was closed, reported, or the year ended, else in its year. A second look (回头看) finds nothing anew: the day of its sheet is
-- that of the look, which is about what was found last before it, and what is found after it is another finding. found_on: the first day on which the finding was found. closed_too_early: whether the row dates the
-- closing before that day, which closes nothing. standing: how the finding stands by the row, unless it is such a closing,
-- or a reopening that a later closing of another row has outlived (is_closed_again). verified: whether the row says that
-- the finding's last closing was verified; what was verified up to the day on which a second look reopened it
-- (reopened_on) was an earlier closing. has_other_tasks: whether the row leaves open which of several tasks it is about.
-- sent_on: the day of the sheet; what says none was sent after the last day that it tells of itself, and what reopens the
-- finding after its closing.
-- What is dated after the day as of which things are judged was not yet found, closed, verified or looked at again:
-- closed_on, verified_on, looked_on and seen_again say what was. A day that has not come at all is not taken.
create or replace macro supervision_keys() as table
    with come as (
        select
            supervision.* replace (
                day_come(try_cast(found_date as date), found_date_text, as_of, today) as found_date,
                day_come(try_cast(closed_date as date), closed_date_text, as_of, today) as closed_date,
                day_come(try_cast(verified_date as date), verified_date_text, as_of, today) as verified_date,
                day_come(try_cast(second_look_date as date), second_look_date_text, as_of, today) as second_look_date
            ),
            judged.as_of,
            judged.today
        from raw.supervision as supervision
        cross join judged() as judged
        where disposition in ('loaded', 'warned')
    ),

    accepted as (
        select
            source_row_id,
            district,
            try_cast(year as integer) as year,
            title_key(problem) as problem_key,
            task_title_key,
            round,
            inspected_department,
            responsible_department,
            coalesce(inspection_kind like '%回头看%', false) as is_second_look,
            if(is_second_look, null, earliest_day(found_date, found_date_text)) as found_day,
            closed_date,
            earliest_day(closed_date, closed_date_text) as closed_first_day,
            verified_date,
            second_look_date,
            if(is_second_look, coalesce(second_look_date, found_date), null) as look_day,
            try_cast(reported_date as date) as reported_date,
            day_of_sheet(reported_date, reported_period) as day_of_sheet,
            state,
            second_look,
            coalesce(state = 'closed', closed_date is not null) as is_closed,
            coalesce(state = 'reopened', false) or coalesce(second_look = 'reopened', false) as is_reopened,
            if(is_reopened, coalesce(second_look_date, try_cast(reported_date as date)), null) as reopened_on,
            is_verified(verification, verified_by, verified_date) as is_said_verified,
            is_known_later(found_day, as_of, today) as is_found_later,
            is_known_later(closed_first_day, as_of, today) as is_closed_later,
            is_known_later(earliest_day(verified_date, verified_date_text), as_of, today) as is_verified_later,
            is_known_later(earliest_day(second_look_date, second_look_date_text), as_of, today) as is_looked_later
        from come
    ),

    problems as (
        select
            district,
            year,
            problem_key,
            if(count(distinct inspected_department) = 1, min(inspected_department), null) as inspected,
            if(count(distinct responsible_department) = 1, min(responsible_department), null) as responsible
        from accepted
        group by all
    ),

    placed as (
        select
            accepted.*,
            coalesce(inspected_department, problems.inspected, responsible_department, problems.responsible) as department
        from accepted
        inner join problems using (district, year, problem_key)
    ),

    on_tasks as (
        select
            *,
            coalesce(task_title_key, min(task_title_key) over of_year, min(task_title_key) over of_all) as task_key,
            task_title_key is null
            and coalesce(
                min(task_title_key) over of_year != max(task_title_key) over of_year,
                min(task_title_key) over of_all != max(task_title_key) over of_all,
                false
            ) as has_other_tasks
        from placed
        window
            of_year as (partition by district, problem_key, department, year),
            of_all as (partition by district, problem_key, department)
    ),

    dated as (
        select
            *,
            coalesce(
                look_day,
                found_day,
                if(round is null, null, min(found_day) over (partition by district, problem_key, department, task_key, round)),
                if(is_closed, closed_date, null),
                least(reported_date, make_date(year, 12, 31))
            ) as told_on
        from on_tasks
    ),

    found_last as (
        select
            *,
            coalesce(
                max(found_day) over (partition by district, problem_key, department, task_key order by told_on),
                min(found_day) over (partition by district, problem_key, department, task_key, year)
            ) as found_last_on
        from dated
    ),

    days as (
        select
            district,
            problem_key,
            department,
            task_key,
            found_last_on,
            min(year) as year,
            coalesce(max(greatest(coalesce(closed_date, found_day), look_day)), make_date(max(year), 12, 31)) as last_day,
            bool_or(is_closed)
            and (
                not bool_or(is_reopened and not is_second_look)
                or coalesce(
                    max(coalesce(closed_date, reported_date)) filter (where is_closed)
                    > max(reopened_on) filter (where not is_second_look),
                    false
                )
            ) as is_ended,
            min(closed_date) as first_closed_on
        from found_last
        group by all
    ),

    told_apart as (
        select
            *,
            lag(district) over earlier is null
            or coalesce(
                lag(is_ended) over earlier
                and found_last_on > lag(last_day) over earlier
                and coalesce(first_closed_on >= found_last_on, true),
                false
            ) as is_other
        from days
        window earlier as (
            partition by district, problem_key, department, task_key
            order by found_last_on nulls first
        )
    ),

    named as (
        select
            district,
            problem_key,
            department,
            task_key,
            found_last_on,
            concat_ws(
                '|',
                district,
                max(year) filter (where is_other) over earlier,
                problem_key,
                department,
                task_key,
                max(found_last_on) filter (where is_other) over earlier
            ) as supervision_key
        from told_apart
        window earlier as (
            partition by district, problem_key, department, task_key
            order by found_last_on nulls first
        )
    ),

    known as (
        select
            * replace (
                if(is_closed_later, null, closed_date) as closed_date,
                if(is_closed_later, null, closed_first_day) as closed_first_day,
                if(is_verified_later, null, verified_date) as verified_date,
                if(is_looked_later, null, second_look_date) as second_look_date,
                if(is_looked_later, null, second_look) as second_look,
                if(is_looked_later, null, reopened_on) as reopened_on,
                case
                    when state = 'closed' and is_closed_later then null
                    when state = 'reopened' and (is_closed_later or is_looked_later) then null
                    else state
                end as state,
                is_closed and not is_closed_later as is_closed,
                is_reopened and not is_looked_later as is_reopened,
                is_said_verified and not is_verified_later as is_said_verified
            )
        from found_last
    ),

    keyed as (
        select
            known.*,
            named.supervision_key,
            min(known.found_day) over same_finding as found_on,
            arg_min(known.is_found_later, known.found_day) over same_finding as is_first_found_later,
            max(known.reopened_on) over same_finding as finding_reopened_on,
            bool_or(known.is_reopened and known.reopened_on is null) over same_finding as is_reopened_undated
        from known
        inner join named
            on known.district = named.district
            and known.problem_key = named.problem_key
            and known.department is not distinct from named.department
            and known.task_key is not distinct from named.task_key
            and known.found_last_on is not distinct from named.found_last_on
        window same_finding as (partition by named.supervision_key)
    ),

    judged as (
        select
            *,
            coalesce(closed_date < found_on, false) as closed_too_early,
            bool_or(
                is_closed
                and not is_reopened_undated
                and coalesce(closed_date >= found_on, true)
                and coalesce(closed_date > finding_reopened_on, false)
            ) over (partition by supervision_key) as is_closed_again
        from keyed
    )

    select
        source_row_id,
        supervision_key,
        is_second_look,
        has_other_tasks,
        found_on,
        finding_reopened_on as reopened_on,
        is_closed_again,
        closed_too_early,
        closed_date as closed_on,
        closed_first_day,
        verified_date as verified_on,
        second_look_date as looked_on,
        second_look as seen_again,
        coalesce(
            day_of_sheet,
            greatest(
                closed_date,
                verified_date,
                second_look_date,
                if(
                    is_second_look or is_reopened,
                    max(greatest(closed_date, verified_date)) over (partition by supervision_key),
                    null
                )
            )
        ) as sent_on,
        case
            when is_closed and closed_too_early then null
            when state = 'reopened' and is_closed_again then null
            else coalesce(state, if(closed_date is not null, 'closed', null))
        end as standing,
        is_said_verified
        and not closed_too_early
        and coalesce(verified_date >= found_on, true)
        and coalesce(coalesce(verified_date, closed_date, reported_date) > finding_reopened_on, true) as verified
    from judged
    where not is_found_later and not coalesce(is_first_found_later, false);
