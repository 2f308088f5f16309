-- A total in a department's assessment is the sum of the points of its indicators; these are what counts.
with latest as (
    select
        assessment.*,
        assessed_key(indicator) as assessed_key,
        try_cast(points as decimal(38, 6)) as given
    from raw.assessment as assessment
    semi join latest_assessments() using (source_row_id)
),

sums as (
    select
        district,
        year,
        department,
        sum(given) as given,
        count(*) as indicators
    from latest
    where assessed_key != ''
    group by all
)

select
    total.source_row_id,
    'points' as field,
    total.given = sums.given as holds,
    '“' || total.department || '”的总分“' || total.points_text || '”与' || sums.indicators || '项指标的得分之和'
    || plain_number(sums.given) || '不一致,按各项指标之和统计;请核对,各项得分请填写计入总分的分数' as message_zh
from latest as total
inner join sums using (district, year, department)
where total.assessed_key = '' and total.given is not null
