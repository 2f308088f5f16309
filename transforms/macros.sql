-- What the models and checks share: how titles and document numbers are made comparable, which tasks a year has.

create or replace macro half_width(written) as
    translate(
        written,
        '　！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～',
        ' !"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~'
    );

-- A number before a title, 1.甲改革 or (一)甲改革, is its place in a list and no part of it; nor are marks between its words.
create or replace macro title_key(title) as
    nullif(
        translate(
            regexp_replace(
                regexp_replace(lower(half_width(title)), '[\s《》〈〉「」『』“”‘’"''。;]', '', 'g'),
                '^\(?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[.、)]([^\d.])',
                '\1'
            ),
            ',、:·',
            ''
        ),
        ''
    );

create or replace macro document_key(document_number) as
    nullif(regexp_replace(half_width(document_number), '[\s\[\]【】〔〕()第]', '', 'g'), '');

-- The year that a document number names, 瑶办〔2021〕12号, as text.
create or replace macro document_year(document_number) as
    nullif(regexp_extract(half_width(document_number), '[\[〔【(]\s*((?:19|20)\d{2})\s*[\]〕】)]', 1), '');

-- What tells a document from all others: its number; one that names no year is of the year that it is reported for.
create or replace macro document_id(document_number, year) as
    concat_ws('|', if(document_year(document_number) is null, year, null), document_key(document_number));

-- What a normalised title says but for its figures, for telling what is planned anew year after year.
create or replace macro wording(title_key) as
    nullif(translate(title_key, '0123456789,、:-—()', ''), '');

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

-- Whether a department is the district's reform office, whose ledgers speak for all departments.
create or replace macro is_reform_office(department) as
    coalesce(regexp_full_match(department, '[省市区县旗州]?委改革办'), false);

-- What a row of publicity or of pilots is recognised for, and whose it is: that of the department that leads its task,
-- else of the one that sent it, unless that is the reform office, which sends what is of others.
create or replace macro recognised_department(lead_department, reporting_department) as
    coalesce(lead_department, if(is_reform_office(reporting_department), null, reporting_department));

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

-- The name of an indicator without the year it is given for and words for how many, for lining up its years.
create or replace macro indicator_name_key(name) as
    coalesce(
        nullif(
            regexp_replace(
                regexp_replace(title_key(name), '^(?:截至)?(?:\d{4}年度?|全年|本年度?|当年|今年|年内)(?:末|底)?', ''),
                '(?:总量|总数|数量|个数|数)$',
                ''
            ),
            ''
        ),
        title_key(name)
    );

-- 万元 is 元 ten thousand times; a unit that only begins like a number, 千米, stands for itself.
create or replace macro unit_scale(unit) as
    case regexp_extract(trim(unit), '^(万亿|亿|千万|百万|十万|万).', 1)
        when '万亿' then 1000000000000
        when '亿' then 100000000
        when '千万' then 10000000
        when '百万' then 1000000
        when '十万' then 100000
        when '万' then 10000
        else 1
    end;

create or replace macro unit_base(unit) as
    coalesce(nullif(regexp_replace(trim(unit), '^(?:万亿|亿|千万|百万|十万|万)(.)', '\1'), ''), '');

-- A number as it is said, without noughts at its end.
create or replace macro plain_number(number) as
    regexp_replace(cast(cast(number as decimal(38, 6)) as varchar), '\.?0+$', '');

-- What a row of an assessment gives points for: an indicator, or all of them together ('': 总分, or no indicator).
create or replace macro assessed_key(indicator) as
    coalesce(
        regexp_replace(
            title_key(indicator),
            '^(?:\d{4}年度?)?(?:综合)?(?:考核|考评|评价)?(?:总分|总得分|总评分|总成绩|合计|总计|得分合计|合计得分|综合得分|最终得分|最后得分)(?:[(\d].*)?$',
            ''
        ),
        ''
    );

-- The rows of assessments that passed the checks: of several on one thing that a department has points for, what was sent
-- last.
create or replace macro latest_assessments() as table
    select source_row_id
    from raw.assessment
    where disposition in ('loaded', 'warned')
    qualify row_number() over (
        partition by district, year, department, assessed_key(indicator)
        order by try_cast(reported_date as date) desc nulls last, path, table_number, row_number
    ) = 1;

-- Half of what the last digit of a number stands for, as it was written: of 0.91 written as 91% half a per cent, of 44 written
-- as 44项 a half, of 12000 written as 1.2万 five hundred; of what is written without digits half a per cent.
create or replace macro half_unit(number, written) as
    coalesce(
        list_transform(
            [regexp_extract(regexp_replace(half_width(written), '[\s,]', '', 'g'), '(\d+)(?:\.(\d+))?', ['whole', 'decimals'])],
            lambda digits:
                0.5 * power(10.0, -length(digits.decimals))
                * abs(number / nullif(try_cast(digits.whole || '.' || digits.decimals as double), 0))
        )[1],
        0.005
    );

-- A domain as a cell names it, without its numbering and the count of its tasks: "一、经济体制改革(10项)" is 经济体制改革.
-- A text around the table, a title or the name of a sheet, says of which domain the rows are and names it only in passing.
create or replace macro domain_as_named(written, header_text) as
    if(
        header_text in ('标题', '填报单位', '工作表名', '文件名', '文件夹名'),
        null,
        nullif(
            regexp_replace(
                regexp_replace(
                    trim(half_width(written)),
                    '^(第?[一二三四五六七八九十]+[、.,:]|[(]?[一二三四五六七八九十\d]+[)、.]+|\d+[、.:]?)\s*',
                    ''
                ),
                '\s*[(]?(共|合计)?[\d一二三四五六七八九十]+[项个件条][^)]*[)]?$',
                ''
            ),
            ''
        )
    );

-- The keys of the persons that a cell names, in its order; NULL while their department is not known.
create or replace macro person_keys(district_key, department_key, persons) as
    list_transform(
        string_split(persons, '、'),
        lambda person: district_key || '|' || department_key || '|' || person
    );

-- The parts that departments and persons have in a task: a list of {role, department_key, person}. A person goes with the
-- task's lead department.
create or replace macro task_parts(lead_department_key, supporting_departments, leader, responsible_person) as
    list_concat(
        [{'role': 'lead_department', 'department_key': lead_department_key, 'person': cast(null as varchar)}],
        list_transform(
            string_split(supporting_departments, '、'),
            lambda name: {'role': 'supporting_department', 'department_key': name, 'person': cast(null as varchar)}
        ),
        list_transform(
            string_split(leader, '、'),
            lambda name: {'role': 'leader', 'department_key': lead_department_key, 'person': name}
        ),
        list_transform(
            string_split(responsible_person, '、'),
            lambda name: {'role': 'responsible_person', 'department_key': lead_department_key, 'person': name}
        )
    );

-- Whether a text names the meeting or the document that approved something: 区委深改委第三次会议, 瑶办〔2021〕12号. A word
-- that somebody agreed, or that a meeting is still to be held, names none.
create or replace macro names_approval(written) as
    coalesce(
        regexp_matches(
            regexp_replace(half_width(written), '上会|开会|会签|会同|社会|会审', '', 'g'),
            '会|深改[委组]|改革委|领导小组|文件|公文|发文|来文|纪要|批复|批示|批件|函|签报|决定|通知|意见|[\[〔【(]\s*\d{4}|\d\s*号'
        )
        and not regexp_matches(
            half_width(written),
            '^(?:无(?:[^为锡棣极]|$)|待|拟|尚|暂|否|将|报)|[,;:。、(]\s*(?:待|拟|尚|暂)|尚未|暂未|还未|拟(?:提交|提请|报|上|于)|(?:正在|等待|有待)'
            || '|未(?:上|经|获|予|召开|开会|批|审|报|研究|通过|能|定|提|同意|印发|出)|没有|不予|不同意|不通过|否决|驳回|退回|口头'
        ),
        false
    );

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

-- Where a cell stands, as a finding about another one names it.
create or replace macro cell_place(path, sheet, cell) as
    path || ' ' || sheet || '!' || coalesce(cell, '');

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

-- How many there are of something, where the records that would tell of it were received (core.year_received): of what
-- was never received it is not known.
create or replace macro known_count(is_received, counted) as
    if(is_received, cast(coalesce(counted, 0) as bigint), null);

-- How many days something is or was late: overdue on a day, or ended on it; 0 when it ended in time.
create or replace macro days_late(due_date, is_overdue, as_of, ended_date) as
    case
        when is_overdue then date_diff('day', due_date, as_of)
        when ended_date <= due_date then 0
        else date_diff('day', due_date, ended_date)
    end;

-- Whether a text means that something was not done: 未核验, 待验收, 核验未通过, 无, ×.
create or replace macro is_denied(written) as
    regexp_full_match(
        trim(half_width(written)),
        '(未|尚未|暂未|还未|没有|待|等待|拟|不)(经|予|组织|进行|开展)?(核验|核实|核查|验收|复核|销号|通过|合格|进行|开展|完成).*'
        || '|.*(核验|验收|复核|核查)(结果|情况|意见)?[::]?(为)?(未|不)(予)?(通过|合格).*'
        || '|无|暂无|否|未|没有|×|x|X|/|-|—+'
    );

-- Whether the closing of an inspection's finding was verified, by what a sheet says of it first.
create or replace macro is_verified(verification, verified_by, verified_date) as
    coalesce(not is_denied(verification), not is_denied(verified_by), verified_date is not null);

-- The days of a field, by row, that were not written to the day: the month, or the year, of which the last day was read.
create or replace macro inexact_days(field_name) as table
    select source_row_id
    from raw.source_cell
    where field = field_name and doubt_rule = 'date_not_exact';

-- The first day that a text can mean of which the last was read: of 2021年5月 and of 2021年 the first.
create or replace macro first_day_meant(day, written) as
    cast(date_trunc(if(regexp_matches(written, '月|\d\s*[./-]\s*\d'), 'month', 'year'), day) as date);

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
            if(
                inexact.source_row_id is not null,
                first_day_meant(try_cast(date as date), date_text),
                try_cast(date as date)
            ) as first_day,
            if(inexact.source_row_id is null, try_cast(date as date), null) as held_on
        from raw.meeting
        left join inexact_days('date') as inexact using (source_row_id)
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
            case
                when is_second_look then null
                when inexact.source_row_id is not null then first_day_meant(found_date, found_date_text)
                else found_date
            end as found_day,
            closed_date,
            verified_date,
            second_look_date,
            if(is_second_look, coalesce(second_look_date, found_date), null) as look_day,
            try_cast(reported_date as date) as reported_date,
            state,
            second_look,
            coalesce(state = 'closed', closed_date is not null) as is_closed,
            coalesce(state = 'reopened', false) or coalesce(second_look = 'reopened', false) as is_reopened,
            if(is_reopened, coalesce(second_look_date, try_cast(reported_date as date)), null) as reopened_on,
            is_verified(verification, verified_by, verified_date) as is_said_verified,
            is_known_later(found_day, as_of, today) as is_found_later,
            is_known_later(earliest_day(closed_date, closed_date_text), as_of, today) as is_closed_later,
            is_known_later(earliest_day(verified_date, verified_date_text), as_of, today) as is_verified_later,
            is_known_later(earliest_day(second_look_date, second_look_date_text), as_of, today) as is_looked_later
        from come
        left join inexact_days('found_date') as inexact using (source_row_id)
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
        verified_date as verified_on,
        second_look_date as looked_on,
        second_look as seen_again,
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

-- The decision or planned dispatch that each dispatch row is about (dispatch_key), in its first year (first_year). What a
-- meeting of a known day decides on a task is one decision on all sheets of whatever years follow it. A row that repeats a
-- decision without the day means the meeting of its year that decided it, else one of the years before (of several the
-- first; has_other_days). is_held: whether the row tells of a meeting, by its day, a decision, a deadline or how that stands,
-- and not of a dispatch that is planned. held_on: the day, the first that an inexact one can mean. completed_too_early: whether the row
-- dates the carrying out before that day. standing: how the decision stands by the row, unless it is done too early.
-- What is dated after the day as of which things are judged was not yet held, or carried out (completed_on: when it was). A
-- day that has not come at all is not taken.
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
            if(inexact.source_row_id is not null, first_day_meant(date, date_text), date) as first_day,
            completed_date,
            coalesce(date, completed_date, try_cast(due_date as date)) is not null
            or coalesce(decision, due_date_text, state) is not null as is_held,
            is_known_later(first_day, as_of, today) as is_held_later,
            is_known_later(earliest_day(completed_date, completed_date_text), as_of, today) as is_completed_later,
            state
        from come
        left join inexact_days('date') as inexact using (source_row_id)
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
        if(reported = 'done' and completed_too_early, null, reported) as standing
    from placed
    where not is_decided_later;
