-- What was recognised above: the level of a body, and which rows are about one recognition.

-- What names a place in a body's name, in one way: without what comes before it and words that only look like places. An
-- autonomous region is as a province, a prefecture as a city.
create or replace macro body_with_places(body) as
    regexp_replace(
        regexp_replace(
            regexp_replace(
                half_width(body),
                '\s|^(?:中共|共青团|团)|市场|社区|[区县]域|联盟|(?:开发|示范|[试实]验|高新|经开|自贸)区',
                '',
                'g'
            ),
            '自治区',
            '省',
            'g'
        ),
        '自治州|地区|盟',
        '市',
        'g'
    );

-- The parts of such a name, as patterns: its province, its city, and what comes after its place: 委, 民政厅, or nothing.
create or replace macro province_pattern() as '(?:[^省市区县委、,;/]{0,6}省)';

create or replace macro city_pattern() as '(?:[^省市区县委、,;/]{2,8}市)';

create or replace macro office_pattern() as
    '(?:委|政府|人民政府|人大|政协|纪委|直|[\x{4e00}-\x{9fff}]+[厅局办院馆会委署]|(?:科|作|记)协|(?:妇|残|文|侨|工商|社科)联|$)';

-- The level of a body above, as far as its name leaves no doubt; the lowest place in it decides: 省委改革办 is of the
-- province, 安徽省合肥市教育局 of the city. A newspaper is of none.
create or replace macro level_of_body(body) as
    case
        when regexp_matches(half_width(body), '日报|晚报|晨报|电视|广播|新华社|新华网|人民网|学习强国|公众号|杂志|期刊|频道|客户端') then null
        when
            regexp_matches(
                body_with_places(body),
                '^(?:党中央|中央|国务院|国家|全国(?:人大|政协|总工会|妇联)|最高人民|中办|国办)'
                || '|^(?:中组|中宣|统战|外交|教育|科技|科学技术|工信|工业和信息化|公安|民政|司法|财政|人社|人力资源和?社会保障|自然资源'
                || '|生态环境|住建|住房和?城乡建设|交通运输|水利|农业农村|商务|文旅|文化和旅游|退役军人事务|应急管理)部'
            )
            then '国家'
        when regexp_matches(body_with_places(body), '^(?:中国|全国|长三角|京津冀)') then null
        when
            regexp_matches(
                body_with_places(body),
                '^(?:[区县旗]|' || province_pattern() || '?' || city_pattern() || '?'
                || '(?:[^省市区县委、,;/]{2,4}[区旗]|[^省市区县委、,;/]{1,6}县))' || office_pattern()
            )
            then '区'
        when regexp_matches(body_with_places(body), '^(?:北京|天津|上海|重庆)市') then null
        when regexp_matches(body_with_places(body), '^(?:市|' || province_pattern() || '?' || city_pattern() || ')' || office_pattern())
            then '市'
        when regexp_matches(body_with_places(body), '^' || province_pattern() || office_pattern()) then '省'
    end;

-- The level that a paper or channel most likely has: a guess, to be named as one.
create or replace macro likely_level(body) as
    case
        when regexp_matches(body, '人民日报|人民网|新华社|新华网|新华每日|光明日报|经济日报|中国|央视|中央|学习强国|半月谈|求是|法治日报|工人日报|农民日报')
            then '国家'
        when regexp_matches(
            body,
            '(?:河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾'
            || '|内蒙古|广西|西藏|宁夏|新疆|北京|天津|上海|重庆)(?:日报|卫视|电视|广播|新闻|省)'
        )
            then '省'
        when regexp_matches(body, '^(?:北京|天津|上海|重庆)市') then '省'
        when regexp_matches(body, '(?:日报|晚报|晨报|电视台|广播)') then '市'
    end;

-- The place of a level among the others, the highest first; NULL of one that is not known.
create or replace macro level_rank(level) as
    list_position(['国家', '省', '市', '区'], level);

-- The rows of publicity and of pilots that passed the checks, as what they have in common: what was recognised, by whom (body)
-- and on which level: the one stated, else what the body's name says beyond doubt.
create or replace macro recognised_rows() as table
    with recognised as (
        select
            source_row_id,
            district,
            try_cast(year as integer) as year,
            if(coalesce(regexp_matches(form, endorsement_wordings()), false), 'endorsement', 'publicity') as recognition,
            'title' as title_field,
            title,
            title_key,
            '采用单位' as body_noun,
            'adopted_by' as body_field,
            adopted_by as body,
            level as stated_level,
            try_cast(date as date) as date,
            earliest_day(try_cast(date as date), date_text) as first_day,
            task_title_key,
            reporting_department,
            path,
            sheet,
            row_number
        from raw.publicity
        where disposition in ('loaded', 'warned')

        union all

        select
            source_row_id,
            district,
            try_cast(year as integer) as year,
            'pilot' as recognition,
            'name' as title_field,
            name as title,
            title_key(name) as title_key,
            '批准单位' as body_noun,
            'approved_by' as body_field,
            approved_by as body,
            level as stated_level,
            try_cast(date as date) as date,
            earliest_day(try_cast(date as date), date_text) as first_day,
            task_title_key,
            reporting_department,
            path,
            sheet,
            row_number
        from raw.pilot
        where disposition in ('loaded', 'warned')
    )

    select
        * exclude (stated_level),
        coalesce(stated_level, level_of_body(body)) as level,
        case
            when stated_level is not null then 'stated'
            when level is not null then 'body'
        end as level_basis
    from recognised;

-- The adoption, endorsement or pilot that each row of publicity and of pilots is about (recognition_key), and the year in
-- which it counts (counted_year). An article is adopted once by each body, however it is written; a row that leaves the
-- body out means one that the others of its title name, in its year (is_body_left_out) or, if it says no day, before. A
-- pilot is told by its name. What a later year repeats without a day is no other one. What is dated after the day as of
-- which things are judged was not recognised yet.
create or replace macro recognition_keys() as table
    with placed as (
        select
            *,
            if(
                recognition = 'pilot',
                null,
                coalesce(
                    title_key(body),
                    min(title_key(body)) over of_year,
                    if(date is null, min(title_key(body)) over so_far, null)
                )
            ) as body_key,
            body_key is not null and title_key(body) is null as is_body_left_out
        from recognised_rows()
        window
            of_year as (partition by district, recognition, title_key, year),
            so_far as (partition by district, recognition, title_key order by year)
    ),

    counted as (
        select
            *,
            recognition = 'pilot' as is_pilot,
            if(
                date is null, min(year) over (partition by district, is_pilot, title_key, body_key), year
            ) as counted_year
        from placed
    )

    select
        counted.* exclude (body_key, is_pilot, first_day),
        concat_ws('|', district, counted_year, if(is_pilot, 'pilot', 'publicity'), title_key, body_key) as recognition_key
    from counted
    cross join judged() as judged
    qualify coalesce(is_known_by(min(first_day) over (partition by recognition_key), judged.as_of), true);
