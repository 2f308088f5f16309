-- Which rows are about one meeting of the commission.

-- A number up to 99 as it is said: 12 is 十二.
create or replace macro said_number(number) as
    if(number >= 20, substr('一二三四五六七八九', number // 10, 1), '')
    || if(number >= 10, '十', '')
    || if(number % 10 > 0, substr('一二三四五六七八九', number % 10, 1), '');

-- The name of a meeting, for comparing: of 中共瑶海区委全面深化改革委员会第5次会议 区委深改委第五次会议.
create or replace macro meeting_name_key(name) as
    list_transform(
        [
            regexp_replace(
                regexp_replace(
                    regexp_replace(title_key(name), '^(?:19|20)\d{2}年度?', ''),
                    '(?:全面)?深化改革(?:委员会|领导小组)|深改(?:委员会|领导小组|小组|组|委)',
                    '深改委'
                ),
                '(?:中共)?[^届第]{2,10}?([省市区县旗]委)深改委',
                '\1深改委'
            )
        ],
        lambda key:
            regexp_replace(
                key,
                '第\d{1,2}次',
                '第' || coalesce(said_number(try_cast(regexp_extract(key, '第(\d{1,2})次', 1) as integer)), '') || '次'
            )
    )[1];

create or replace macro is_numbered_meeting(name) as
    regexp_matches(meeting_name_key(name), '第[一二三四五六七八九十]+次');

-- What tells a meeting from others of its year: its number, 第五次会议, else its day as well.
create or replace macro meeting_identity(name, day) as
    concat_ws('|', meeting_name_key(name), if(is_numbered_meeting(name), null, day));

-- The meeting that each meeting row is about (meeting_key). One that is numbered is told by its name, any other by its name
-- and day: a row that says only the month means the first of its name in the month, one without a day the first of the year.
-- held_on: the day as far as the row says it. What is dated after the day as of which things are judged was not held yet.
create or replace macro meeting_keys() as table
    with accepted as (
        select
            source_row_id,
            district,
            try_cast(year as integer) as year,
            name,
            meeting_name_key(name) as name_key,
            path,
            sheet,
            row_number,
            try_cast(date as date) as last_day,
            earliest_day(last_day, date_text) as first_day,
            if(first_day = last_day, last_day, null) as held_on
        from raw.meeting
        where disposition in ('loaded', 'warned')
    ),

    placed as (
        select
            *,
            coalesce(
                held_on,
                list_min(
                    list_filter(
                        list(held_on) over same_name,
                        lambda day: day between coalesce(first_day, day) and coalesce(last_day, day)
                    )
                ),
                last_day,
                min(last_day) over same_name
            ) as day
        from accepted
        window same_name as (partition by district, year, name_key)
    )

    select
        source_row_id,
        name,
        year,
        path,
        sheet,
        row_number,
        held_on,
        is_numbered_meeting(name) as is_numbered,
        concat_ws('|', district, year, meeting_identity(name, day)) as meeting_key
    from placed
    cross join judged() as judged
    qualify coalesce(is_known_by(min(first_day) over (partition by meeting_key), judged.as_of), true);
