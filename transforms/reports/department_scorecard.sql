-- One row a year and department: its tasks, documents and findings, and its score out of 100. score = 100 x the sum of
-- the points of the parts / the sum of the weights of the parts that have points, so that a part that is unknown counts
-- neither for nor against; report.scorecard_parts shows the arithmetic of each part. Beside it stand the points of the
-- yearly assessment as sent in. Departments without tasks, whose score rests on little, stand after the others; what
-- names no department stands in a row 未填 without a score.
with parts as (
    pivot (
        select
            *,
            replace(measure, '_points', '') as part
        from report.scorecard_parts
    )
    on part in ('completion', 'timeliness', 'outputs', 'findings_closed', 'recognition', 'returns')
    using
        any_value(ratio) as measure,
        any_value(weight) as weight,
        any_value(points) as points
    group by district, year, department
),

totals as (
    select
        district,
        year,
        department,
        round(sum(points), 2) as points_reached,
        sum(weight) as weight_counted
    from report.scorecard_parts
    group by all
)

select
    counted.district_key as district,
    counted.year,
    coalesce(counted.department_key, '未填') as department,
    counted.planned,
    counted.completed,
    counted.postponed,
    counted.cancelled,
    counted.overdue,
    counted.completed / nullif(counted.planned - counted.postponed - counted.cancelled, 0) as completion_rate,
    counted.outputs,
    counted.findings,
    round(100 * totals.points_reached / nullif(totals.weight_counted, 0), 2) as score,
    totals.points_reached,
    totals.weight_counted,
    parts.* exclude (district, year, department),
    counted.completed_on_time,
    counted.completed_late,
    counted.completed_undated,
    counted.tasks_with_output,
    counted.findings_closed,
    counted.recognitions,
    counted.level_points,
    counted.returns,
    counted.returns_late,
    counted.returns_undated,
    counted.cells,
    counted.errors,
    counted.assessment_points,
    counted.assessment_weight
from core.fct_department_year as counted
left join totals
    on counted.district_key = totals.district
    and counted.year = totals.year
    and counted.department_key = totals.department
left join parts
    on counted.district_key = parts.district
    and counted.year = parts.year
    and counted.department_key = parts.department
order by counted.district_key, counted.year, (coalesce(counted.planned, 0) = 0), score desc nulls last, department
