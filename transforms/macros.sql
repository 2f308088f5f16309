-- What the models and checks share: how titles and document numbers are made comparable, which tasks a year has.

create or replace macro half_width(written) as
    translate(
        written,
        '　！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～',
        ' !"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~'
    );

create or replace macro title_key(title) as
    nullif(regexp_replace(lower(half_width(title)), '[\s《》〈〉「」『』“”‘’"''。;]', '', 'g'), '');

create or replace macro document_key(document_number) as
    nullif(regexp_replace(half_width(document_number), '[\s\[\]【】〔〕()第]', '', 'g'), '');

-- The keys of the persons that a cell names, in its order; NULL while their department is not known.
create or replace macro person_keys(district_key, department_key, persons) as
    list_transform(
        string_split(persons, '、'),
        lambda person: district_key || '|' || department_key || '|' || person
    );

create or replace macro approved_postponements() as table
    select
        source_row_id,
        path,
        sheet,
        district,
        year,
        title_key as key,
        postponed_to_year
    from raw.postponement
    where
        disposition in ('loaded', 'warned')
        and approved = 'yes'
        and approved_by is not null;

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
        where try_cast(postponement.postponed_to_year as integer) > try_cast(postponement.year as integer)
    )

    select * from known where key is not null;

-- The rows of a type that name a task in a field, where tasks of their year have been received: is it one of them?
-- noun: what clerks call the field.
create or replace macro named_tasks(type_name, title_field, noun) as table
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
    )

    select
        naming.source_row_id,
        title_field as field,
        known.key is not null as holds,
        noun || '“' || naming.title || '”不在' || naming.year
        || '年的改革任务中;请按工作要点填写事项全称' as message_zh
    from naming
    semi join listed_years using (district, year)
    left join known_tasks() as known
        on naming.district = known.district
        and naming.year = known.year
        and title_key(naming.title) = known.key;
