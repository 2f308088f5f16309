-- A total in a department's assessment is the sum of the points of its indicators, or of what they weigh in per cent. Where
-- these need not add up to it, an indicator being refused or extra points told in words, nothing is said.
select
    source_row_id,
    'points' as field,
    points = given
    or (total_counts and not is_in_per_cent)
    or (is_in_per_cent and abs(points - weighted) <= half_unit(points, points_text)) is true as holds,
    '“' || department || '”的总分“' || points_text || '”与' || indicators || '项指标的得分之和' || plain_number(given) || '不一致,按'
    || if(total_counts, '总分', '各项指标之和') || '统计;请核对,各项得分请填写计入总分的分数' as message_zh
from assessments_added_up()
where is_total and points is not null and indicators > 0
