-- Which rows of outputs are about one output, and in which year it counts.

-- The title of a document for comparing: of 区政府关于印发《甲办法》的通知 甲办法. What is passed on (转发) is another body's.
create or replace macro output_title_key(title_key) as
    regexp_replace(title_key, '^[^转]{0,30}?关于印发(.+)的通知$', '\1');

-- Whether a title for comparing says a kind of document and nothing of what it is about: 实施方案, 2021年工作要点, 管理办法(试行).
create or replace macro is_kind_of_document(title_key) as
    regexp_full_match(
        title_key,
        '(?:\d{4}年度?)?(?:' || document_manner_wordings() || ')*(?:' || document_kind_wordings() || ')'
        || '(?:\((?:试行|暂行|修订|修订版|修订稿|草案|送审稿|征求意见稿)\))?'
    );

-- The rows of outputs that passed the checks, with the name by which rows of a year are about one output (name_key): its
-- title, and of a title that is nothing but a kind of document its task as well. A row that leaves the task out means the
-- only one that the others of the title name.
create or replace macro named_outputs() as table
    with titled as (
        select
            * replace (output_title_key(title_key) as title_key),
            if(is_kind_of_document(output_title_key(title_key)), task_title_key, null) as told_by_task
        from raw.output
        where disposition in ('loaded', 'warned')
    )

    select
        * exclude (told_by_task),
        concat_ws(
            '|',
            title_key,
            coalesce(
                told_by_task,
                if(min(told_by_task) over same_title = max(told_by_task) over same_title, min(told_by_task) over same_title, null)
            )
        ) as name_key
    from titled
    window same_title as (partition by district, year, title_key);

-- The output that each output row is about, and the year in which it counts (counted_year). Rows of a year that share a
-- document number or a name, directly or through others, are about one output. So are rows of two years,
-- unless they name other numbers or other years of issue: it counts in the one of these years in which it was issued,
-- else in the first. What is dated after the day as of which things are judged had not come out.
create or replace macro output_groups() as table
    with recursive accepted as (
        select
            source_row_id,
            district,
            try_cast(year as integer) as year,
            name_key,
            document_key(document_number) as document_key,
            if(document_key is null, null, document_id(document_number, year)) as document_id,
            coalesce(year(try_cast(issued_date as date)), try_cast(document_year(document_number) as integer)) as issued,
            earliest_day(try_cast(issued_date as date), issued_date_text) as first_day
        from named_outputs()
    ),

    titles as (
        select
            district,
            name_key,
            year,
            min(document_key) as document_key,
            min(issued) as issued
        from accepted
        group by all
    ),

    told_apart as (
        select
            *,
            lag(year) over (partition by district, name_key order by year) is null
            or document_key != last_value(document_key ignore nulls) over before
            or issued != last_value(issued ignore nulls) over before as is_other
        from titles
        window before as (
            partition by district, name_key
            order by year
            rows between unbounded preceding and 1 preceding
        )
    ),

    named as (
        select
            district,
            name_key,
            year,
            concat_ws(
                '|',
                district,
                max(year) filter (where is_other) over (partition by district, name_key order by year),
                name_key
            ) as name
        from told_apart
    ),

    reported as (
        select
            accepted.*,
            named.name
        from accepted
        inner join named using (district, name_key, year)
    ),

    numbered as (
        select distinct
            district,
            name,
            document_id
        from reported
        where document_id is not null
    ),

    linked as (
        select distinct
            one.name,
            other.name as other_name
        from numbered as one
        inner join numbered as other using (district, document_id)
        where one.name != other.name
    ),

    reachable as (
        select * from linked

        union

        select
            reachable.name,
            linked.other_name
        from reachable
        inner join linked on reachable.other_name = linked.name
    ),

    keyed as (
        select
            reported.*,
            coalesce(first_names.output_key, reported.name) as output_key
        from reported
        left join (
            select
                name,
                min(least(name, other_name)) as output_key
            from reachable
            group by name
        ) as first_names using (name)
    ),

    counted as (
        select
            output_key,
            if(list_contains(list(year), min(issued)), min(issued), min(year)) as counted_year
        from keyed
        cross join judged() as judged
        group by output_key
        having coalesce(is_known_by(min(first_day), any_value(judged.as_of)), true)
    )

    select
        keyed.source_row_id,
        keyed.output_key,
        counted.counted_year
    from keyed
    inner join counted using (output_key);
