-- Which tasks a year has: those that are listed, and those that approved postponements carry into it.

-- A text part by part, as commas, brackets and line ends part it; the number of a document stays whole, with its year in 〔〕.
create or replace macro parts_of(written) as
    regexp_split_to_array(
        regexp_replace(
            regexp_replace(
                half_width(written), '[\[〔【(]\s*((?:19|20)\d\d)\s*年?\s*[\]〕】)]\s*第?\s*(\d+)', '〔\1〕\2', 'g'
            ),
            '((?:19|20)\d\d)\s*[\[〔【(]\s*(\d+)\s*[\]〕】)]\s*号',
            '〔\1〕\2号',
            'g'
        ),
        '[,;。、:()\n]\s*'
    );

-- Whether a text names the meeting or the document that approved something: 区委深改委第三次会议, 瑶办〔2021〕12号. Some part
-- of it must name one, and not as still to be asked; the reasons that the other parts give do not matter, unless they say that
-- it refused. A word that somebody agreed, wherever it was said, names none.
create or replace macro names_approval(written) as
    coalesce(
        len(
            list_filter(
                list_transform(
                    parts_of(written), lambda part: trim(regexp_replace(part, no_meeting_wordings(), '', 'g'))
                ),
                lambda part: regexp_matches(part, approval_meeting_wordings() || '|' || approval_document_wordings())
                and not regexp_matches(part, approval_to_come_wordings())
                and (
                    not regexp_matches(part, asks_for_approval_wordings())
                    or regexp_matches(part, decision_wordings())
                )
            )
        ) > 0
        and not regexp_matches(
            regexp_replace(half_width(written), no_meeting_wordings(), '', 'g'), approval_refused_wordings()
        ),
        false
    );

-- Whether a task of a year is postponed to another: a later one, and no further away than a plan of five years reaches,
-- which 2202 is not.
create or replace macro postpones(year, postponed_to_year) as
    try_cast(postponed_to_year as integer) - try_cast(year as integer) between 1 and 5;

-- What each postponement row that passed the checks says of its request, and what came of it. is_agreed: whether the row says
-- that it was agreed to and names the meeting or document; is_refused: that it was not agreed to. approved: whether the
-- agreement stands: none refused it as late or later, by the days of the sheets; without them a refusal counts.
create or replace macro postponement_answers() as table
    with answered as (
        select
            source_row_id,
            path,
            sheet,
            district,
            year,
            title,
            title_key as key,
            postponed_to_year,
            coalesce(approved = 'yes', false) and names_approval(approved_by) as is_agreed,
            coalesce(approved = 'no', false) as is_refused,
            try_cast(reported_date as date) as answered_on
        from raw.postponement
        where disposition in ('loaded', 'warned')
    )

    select
        *,
        max(if(is_refused, coalesce(answered_on, 'infinity'), null)) over (
            partition by district, year, key
        ) as refused_until,
        is_agreed and coalesce(answered_on > refused_until, refused_until is null) as approved
    from answered;

create or replace macro approved_postponements() as table
    select
        source_row_id,
        path,
        sheet,
        district,
        year,
        key,
        postponed_to_year
    from postponement_answers()
    where approved;

-- The rows of tasks that a newer return replaced by one that passed the checks, as raw.task gave them.
create or replace macro replaced_tasks() as table
    select
        source.source_row_id,
        source.file_id,
        file.path,
        source.sheet,
        source.table_number,
        source.row_number,
        source.is_plan,
        replaced.place_before_newest,
        contents.* exclude (source_row_id)
    from quality.newer_return as replaced
    inner join raw.source_row as source using (source_row_id)
    inner join raw.source_file as file using (file_id)
    inner join raw.task_values as contents using (source_row_id)
    semi join raw.task as newest on replaced.newest_source_row_id = newest.source_row_id
        and newest.disposition in ('loaded', 'warned');

-- The tasks of a year: those that the year's plan lists (any sheet, while no plan of the year has been received), and
-- those that an approved postponement carries into it, be it from year to year. Of a year without any list the
-- postponements are all that is known.
create or replace macro known_tasks() as table
    with recursive accepted as (
        select
            district,
            year,
            title_key as key,
            bool_or(is_plan) over (partition by district, year) as has_plan,
            is_plan
        from raw.task
        where disposition in ('loaded', 'warned')
    ),

    listed as (
        select distinct
            district,
            year,
            key
        from accepted
        where is_plan or not has_plan
    ),

    seed as (
        select * from listed

        union

        select
            district,
            year,
            key
        from approved_postponements()
        anti join listed using (district, year)
    ),

    known as (
        select * from seed

        union

        select
            known.district,
            postponement.postponed_to_year as year,
            known.key
        from known
        inner join approved_postponements() as postponement using (district, year, key)
        where postpones(postponement.year, postponement.postponed_to_year)
    )

    select * from known where key is not null;

-- The rows of a type that name a task in a field, where tasks of their year have been received: is it one of them,
-- or of an earlier year's where that is right (of_earlier_years)? noun: what clerks call the field.
create or replace macro named_tasks(type_name, title_field, noun, of_earlier_years) as table
    with naming as (
        select
            source.source_row_id,
            file.district,
            year.value as year,
            named.value as title
        from raw.source_row as source
        inner join raw.source_file as file using (file_id)
        inner join raw.source_cell as named
            on source.source_row_id = named.source_row_id and named.field = title_field
        inner join raw.source_cell as year
            on source.source_row_id = year.source_row_id and year.field = 'year'
        where
            source.record_type = type_name
            and source.disposition in ('loaded', 'warned')
            and named.value is not null
    ),

    listed_years as (
        select distinct
            district,
            year
        from raw.task
        where disposition in ('loaded', 'warned')
    ),

    known as (
        select
            district,
            key,
            list(year) as years
        from known_tasks()
        group by all
    )

    select
        naming.source_row_id,
        title_field as field,
        coalesce(
            list_contains(known.years, naming.year) or (of_earlier_years and list_min(known.years) < naming.year), false
        ) as holds,
        noun || '“' || naming.title || '”不在' || naming.year || if(of_earlier_years, '年及以前的', '年的')
        || '改革任务中;请按工作要点填写事项全称' as message_zh
    from naming
    semi join listed_years using (district, year)
    left join known
        on naming.district = known.district
        and title_key(naming.title) = known.key;
