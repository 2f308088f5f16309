-- Which rows of outputs are about one output, and in which year it counts.

-- The output that each output row is about, and the year in which it counts (counted_year). Rows of a year that share a
-- document number or a normalised title, directly or through others, are about one output. So are rows of two years,
-- unless they name other numbers or other years of issue: it counts in the one of these years in which it was issued,
-- else in the first. What is dated after the day as of which things are judged had not come out.
create or replace macro output_groups() as table
    with recursive accepted as (
        select
            source_row_id,
            district,
            try_cast(year as integer) as year,
            title_key,
            document_key(document_number) as document_key,
            if(document_key is null, null, document_id(document_number, year)) as document_id,
            coalesce(year(try_cast(issued_date as date)), try_cast(document_year(document_number) as integer)) as issued,
            earliest_day(try_cast(issued_date as date), issued_date_text) as first_day
        from raw.output
        where disposition in ('loaded', 'warned')
    ),

    titles as (
        select
            district,
            title_key,
            year,
            min(document_key) as document_key,
            min(issued) as issued
        from accepted
        group by all
    ),

    told_apart as (
        select
            *,
            lag(year) over (partition by district, title_key order by year) is null
            or document_key != last_value(document_key ignore nulls) over before
            or issued != last_value(issued ignore nulls) over before as is_other
        from titles
        window before as (
            partition by district, title_key
            order by year
            rows between unbounded preceding and 1 preceding
        )
    ),

    named as (
        select
            district,
            title_key,
            year,
            concat_ws(
                '|',
                district,
                max(year) filter (where is_other) over (partition by district, title_key order by year),
                title_key
            ) as name
        from told_apart
    ),

    reported as (
        select
            accepted.*,
            named.name
        from accepted
        inner join named using (district, title_key, year)
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
