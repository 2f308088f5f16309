-- What was recognised above: the level of a body, and which rows are about one recognition.

-- The body that a bulletin in its name is of: 市委改革办 of 《改革简报》(市委改革办) and of 市委改革办《改革动态》第5期. Newspapers
-- are bodies of their own.
create or replace macro body_of_bulletin(body) as
    if(
        regexp_matches(body, '《[^《》]*(?:' || bulletin_wordings() || ')[第总年期\d()\[\]〔〕]*》'),
        regexp_replace(
            regexp_replace(body, '《[^《》]*》|\d{4}年|总?第?\d+期|[():;,、]', '', 'g'), '^(?:.*[^委办厅局部府院会室]|)$', body
        ),
        body
    );

-- A body's name in the one way in which short and full names agree: 合肥市委改革办 of 中共合肥市委全面深化改革委员会办公室, 市团委 of
-- 共青团市委.
create or replace macro short_body(body) as
    list_transform(
        [regexp_replace(half_width(body), '[\s“”‘’"]', '', 'g')],
        lambda name:
            regexp_replace(
                regexp_replace(
                    regexp_replace(
                        list_reduce(
                            [
                                '委员会=委', '办公室=办', '办公厅=办', '人民政府=政府', '发展和改革=发改', '发展改革=发改',
                                '人力资源和社会保障=人社', '人力资源社会保障=人社', '住房和城乡建设=住建', '住房城乡建设=住建',
                                '工业和信息化=工信', '经济和信息化=经信', '文化和旅游=文旅', '科学技术=科技',
                                '市场监督管理=市场监管', '卫生健康=卫健', '医疗保障=医保', '网络安全和信息化委办=网信办',
                                '机构编制委办=编办'
                            ],
                            lambda short, pair: replace(short, split_part(pair, '=', 1), split_part(pair, '=', 2)),
                            body_of_bulletin(name)
                        ),
                        '(委|中央)(?:全面)?(?:深化改革|深改)(?:委|领导小组|小组|组)?办$',
                        '\1改革办'
                    ),
                    '^中共(中央|.*委)',
                    '\1'
                ),
                '^(?:共青)?团(.*?[省市区县旗州盟])委',
                '\1团委'
            )
    )[1];

-- How the title of a head goes on behind the level: with the end, other titles or a person's name.
create or replace macro head_pattern() as '长($|[、,;(].*|[^省市区县旗州局委办院厅]{1,4}$)';

-- A body's short name, in which the head of a government is named by it: 省长 and 安徽省省长 are 省政府长 and 安徽省政府长,
-- 常务副市长 市政府常务副长. 长丰县 and 长沙市 are places.
create or replace macro body_with_heads(short_body) as
    regexp_replace(
        regexp_replace(
            short_body,
            '([省市区县旗])(?:政府)?((?:常务)?副?)[省市区县旗]' || head_pattern(),
            '\1政府\2长\3'
        ),
        '((?:常务)?副?)([省市区县旗])' || head_pattern(),
        '\2政府\1长\3'
    );

-- What names a place in a body's short name, in one way: without what comes before it, and so that words that only look like
-- places do not. An autonomous region is as a province, a prefecture as a city.
create or replace macro body_with_places(short_body) as
    regexp_replace(
        regexp_replace(
            regexp_replace(
                regexp_replace(body_with_heads(short_body), '^(?:共青)?团', ''),
                '市(场)|(社)区|[区县](域)|(联)盟|((?:开发|示范|[试实]验|高新|经开|自贸))区',
                '\1\2\3\4\5',
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
    '(?:委|政府|人民政府|人大|政协|纪委|直|[\x{4e00}-\x{9fff}]+[厅局办院馆会委署]|(?:科|作|记)协|(?:妇|残|文|侨|工商|社科)联|(?:主要|分管)?领导|主席|$)';

-- The level of a body above, as far as its name leaves no doubt; the lowest place in it decides: 省委改革办 is of the
-- province, 安徽省合肥市教育局 of the city. A newspaper is of none.
create or replace macro level_of_body(body) as
    list_transform(
        [body_with_places(short_body(body))],
        lambda name:
            case
                when
                    regexp_matches(
                        name, '日报|晚报|晨报|电视|广播|新华社|新华网|人民网|学习强国|公众号|杂志|期刊|频道|客户端'
                    )
                    then null
                when
                    regexp_matches(
                        name,
                        '^(?:党中央|中央|国务院|国家|全国(?:人大|政协|总工会|妇联)|最高人民|中办|国办|总书记|副?总理|国务委员)'
                        || '|^(?:中组|中宣|统战|外交|教育|科技|工信|公安|民政|司法|财政|人社|自然资源|生态环境|住建|交通运输|水利'
                        || '|农业农村|商务|文旅|退役军人事务|应急管理)部'
                    )
                    then '国家'
                when regexp_matches(name, '^(?:中国|全国|长三角|京津冀)') then null
                when
                    regexp_matches(
                        name,
                        '^(?:[区县旗]|' || province_pattern() || '?' || city_pattern() || '?'
                        || '(?:[^省市区县委、,;/]{2,4}[区旗]|[^省市区县委、,;/]{1,6}县))' || office_pattern()
                    )
                    then '区'
                when regexp_matches(name, '^(?:北京|天津|上海|重庆)市') then null
                when regexp_matches(name, '^(?:市|' || province_pattern() || '?' || city_pattern() || ')' || office_pattern())
                    then '市'
                when regexp_matches(name, '^' || province_pattern() || office_pattern()) then '省'
            end
    )[1];

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

-- What tells a body of a level from others: its office, and the place before it, '' of one that leaves it out. 市委改革办 of 合肥市 is
-- {place: 合肥, office: 市委改革办}, of 安徽省合肥市 as well. One whose level is none of a place, or not beyond doubt, is its
-- whole name.
create or replace macro body_parts(body, level) as
    list_transform(
        [short_body(body)],
        lambda name:
            case level
                when '省' then
                    regexp_extract(body_with_places(name), '^([^省市区县]{0,6})(省.*)$', ['place', 'office'])
                when '市' then
                    regexp_extract(
                        body_with_places(name), '^(?:[^省市区县]{1,6}省)?([^省市区县]{0,8})(市.*)$', ['place', 'office']
                    )
                when '区' then
                    regexp_extract(
                        body_with_places(name),
                        '^(?:[^省市区县]{1,6}省)?((?:[^省市区县]{2,8}市)?[^省市区县旗]{0,6})([区县旗].*)$',
                        ['place', 'office']
                    )
                else {'place': '', 'office': title_key(name)}
            end
    )[1];

-- The place of a level among the others, the highest first; NULL of one that is not known.
create or replace macro level_rank(level) as
    list_position(['国家', '省', '市', '区'], level);

-- The rows of publicity and of pilots that passed the checks, as what they have in common: what was recognised, by whom (body)
-- and on which level: the one stated, else what the body's name says beyond doubt.
create or replace macro recognised_rows() as table
    with told as (
        select
            *,
            if(coalesce(regexp_matches(form, endorsement_wordings()), false), 'endorsement', 'publicity') as recognition,
            'title' as title_field,
            '采用单位' as body_noun,
            'adopted_by' as body_field,
            adopted_by as body
        from raw.publicity

        union all by name

        select
            * rename (name as title),
            title_key(name) as title_key,
            'pilot' as recognition,
            'name' as title_field,
            '批准单位' as body_noun,
            'approved_by' as body_field,
            approved_by as body
        from raw.pilot
    ),

    bodies as (
        select
            body,
            level_of_body(body) as level_of_body
        from told
        where body is not null
        group by body
    )

    select
        source_row_id,
        district,
        try_cast(year as integer) as year,
        recognition,
        title_field,
        title,
        title_key,
        body_noun,
        body_field,
        body,
        bodies.level_of_body,
        coalesce(told.level, bodies.level_of_body) as level,
        case
            when told.level is not null then 'stated'
            when bodies.level_of_body is not null then 'body'
        end as level_basis,
        try_cast(date as date) as date,
        date_text,
        task_title_key,
        reporting_department,
        path,
        sheet,
        row_number
    from told
    left join bodies using (body)
    where disposition in ('loaded', 'warned');

-- The adoption, endorsement or pilot that each row of publicity and of pilots is about (recognition_key), and the year in
-- which it counts (counted_year). An article is adopted once by each body, however it is written (body_parts): a name that
-- leaves its place out is of the one place of its level that the district's rows name, if they name one alone. A row that
-- leaves the body out means one that the others of its title name, in its year (is_body_left_out) or, if it says no day,
-- before. A pilot is told by its name. What a later year repeats without a day is no other one. first_day: the first day that
-- the date can mean. What is dated after the day as of which things are judged was not recognised yet.
create or replace macro recognition_keys() as table
    with parted as (
        select
            *,
            body_parts(body, level_of_body) as parts,
            nullif(struct_extract(parts, 'place'), '') as place
        from recognised_rows()
    ),

    named as (
        select
            parted.* exclude (parts, place, level_of_body),
            earliest_day(date, date_text) as first_day,
            struct_extract(parts, 'office')
            || coalesce(
                '|' || coalesce(place, if(min(place) over same_level = max(place) over same_level, min(place) over same_level, null)),
                ''
            ) as own_key
        from parted
        window same_level as (partition by district, level_of_body)
    ),

    placed as (
        select
            *,
            if(
                recognition = 'pilot',
                null,
                coalesce(
                    own_key,
                    min(own_key) over of_year,
                    if(date is null, min(own_key) over so_far, null)
                )
            ) as body_key,
            body_key is not null and own_key is null as is_body_left_out
        from named
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
        counted.* exclude (own_key, body_key, is_pilot),
        concat_ws('|', district, counted_year, if(is_pilot, 'pilot', 'publicity'), title_key, body_key) as recognition_key
    from counted
    cross join judged() as judged
    qualify coalesce(is_known_by(min(first_day) over (partition by recognition_key), judged.as_of), true);
