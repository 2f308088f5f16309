-- Figures: which are known, how they are said, and how indicators and points are made comparable.

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

-- The latest rows of assessments with how they add up: one row a row, with the points of all indicators of its department's
-- assessment (given; weighted by weights in per cent), and whether a total counts. It does without indicators, and where these
-- need not add up to it: one was refused, they are out of a hundred each, or more is told in words of extra or lost points.
create or replace macro assessments_added_up() as table
    with latest as (
        select
            source_row_id,
            district,
            year,
            department,
            points_text,
            assessed_key(indicator) as assessed_key,
            assessed_key(indicator) = '' as is_total,
            try_cast(points as decimal(38, 6)) as points,
            try_cast(weight as decimal(38, 6)) as weight
        from raw.assessment
        semi join latest_assessments() using (source_row_id)
    ),

    refused as (
        select distinct
            rejected.district,
            rejected.year,
            rejected.department
        from raw.assessment as rejected
        anti join latest
            on rejected.district = latest.district
            and rejected.year = latest.year
            and rejected.department = latest.department
            and assessed_key(rejected.indicator) = latest.assessed_key
        where rejected.disposition = 'rejected' and assessed_key(rejected.indicator) != ''
    ),

    told_in_words as (
        select distinct cell.source_row_id
        from raw.source_cell as cell
        semi join latest on cell.source_row_id = latest.source_row_id and latest.is_total
        where cell.field is null and regexp_matches(cell.header_text, '[加减扣]分|附加|奖励')
    ),

    added_up as (
        select
            latest.*,
            refused.department is not null as is_refused,
            sum(points) filter (not is_total) over assessment as given,
            sum(points * coalesce(weight, 1)) filter (not is_total) over assessment as weighted,
            count(*) filter (not is_total) over assessment as indicators,
            max(points) filter (is_total) over assessment as total,
            bool_and(weight <= 1) filter (not is_total) over assessment is true as is_in_per_cent,
            bool_or(is_total and source_row_id in (from told_in_words)) over assessment as is_told_in_words
        from latest
        left join refused using (district, year, department)
        window assessment as (partition by district, year, department)
    )

    select
        *,
        total is not null
        and (
            indicators = 0
            or (total != given and (is_refused or is_in_per_cent or is_told_in_words))
        ) as total_counts
    from added_up;

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

-- How many there are of something, where the records that would tell of it were received (core.year_received): of what
-- was never received it is not known.
create or replace macro known_count(is_received, counted) as
    if(is_received, cast(coalesce(counted, 0) as bigint), null);
