-- One row a year, department and part of its score, named by the column of the scorecard that it explains (measure):
-- ratio = numerator / denominator, points = weight x ratio rounded to two places, and the same as a line to check by
-- hand. A part that is unknown (nothing to measure, or no ledger of the year that speaks for the department) has no
-- points, and its weight does not count. A task completed on a day that is not known is not counted as in time; of a return
-- of which it is not known whether it is late the errors alone count, and the line says so.
with weights as (
    select
        unnest(
            map_entries(cast(cast(max_by(scorecard, refresh_number) as json) -> '$.weights' as map(varchar, double))),
            recursive := true
        )
    from raw.refresh
),

years as (
    select
        *,
        planned - postponed - cancelled as counted_tasks,
        returns - returns_undated as dated_returns,
        case
            when cells > 0 then least(errors * 100 / cells, 10)
            when errors > 0 then 10
        end as errors_per_100_cells,
        if(cells > 0, format('（10−差错{}处×100÷{}格，差错最多计10）', errors, cells), '（10−差错10）') as errors_told
    from core.fct_department_year
    where department_key is not null
),

measured as (
    select
        district_key,
        year,
        department_key,
        unnest([
            {
                'seq': 1,
                'measure': 'completion_points',
                'part_name': '任务完成',
                'numerator': cast(completed as double),
                'denominator': cast(counted_tasks as double),
                'basis': format('完成{}项÷（计划{}项−延期{}项−取消{}项）', completed, planned, postponed, cancelled)
            },
            {
                'seq': 2,
                'measure': 'timeliness_points',
                'part_name': '按时完成',
                'numerator': completed_on_time,
                'denominator': if(
                    completed_on_time + completed_late + overdue > 0,
                    completed_on_time + completed_late + completed_undated + overdue,
                    0
                ),
                'basis': format(
                    '按时完成{}项÷（按时完成{}项＋超时完成{}项＋完成时间不明{}项＋逾期未完成{}项）',
                    completed_on_time, completed_on_time, completed_late, completed_undated, overdue
                )
            },
            {
                'seq': 3,
                'measure': 'outputs_points',
                'part_name': '制度性成果',
                'numerator': tasks_with_output,
                'denominator': if(outputs_known, counted_tasks, 0),
                'basis': format(
                    '有制度性成果的任务{}项÷（计划{}项−延期{}项−取消{}项）',
                    tasks_with_output, planned, postponed, cancelled
                )
            },
            {
                'seq': 4,
                'measure': 'findings_closed_points',
                'part_name': '督察整改',
                'numerator': findings_closed,
                'denominator': findings,
                'basis': format('经核验销号{}个÷督察发现问题{}个', findings_closed, findings)
            },
            {
                'seq': 5,
                'measure': 'recognition_points',
                'part_name': '推广和试点',
                'numerator': least(level_points, 4),
                'denominator': if(recognition_known, 4, 0),
                'basis': format('推广和试点{}分（国家4、省3、市2、区1，最多计4分）÷4分', level_points)
            },
            {
                'seq': 6,
                'measure': 'returns_points',
                'part_name': '报送质量',
                'numerator': (10 - errors_per_100_cells) * if(dated_returns > 0, dated_returns - returns_late, 1),
                'denominator': 10 * if(returns > 0, greatest(dated_returns, 1), 0),
                'basis': if(
                    dated_returns > 0,
                    format(
                        '{}×（报送{}次−迟报{}次）÷（10×报送{}次）',
                        errors_told, dated_returns, returns_late, dated_returns
                    ),
                    format('{}÷10', errors_told)
                ),
                'aside': if(
                    returns_undated > 0,
                    format('（另有{}次报送没有填报日期，是否迟报不明，只计差错）', returns_undated),
                    null
                )
            }
        ], recursive := true)
    from years
),

weighed as (
    select
        measured.*,
        weights.value as whole_weight,
        numerator / nullif(denominator, 0) as ratio
    from measured
    left join weights on measured.measure = weights.key || '_points'
)

select
    district_key as district,
    year,
    department_key as department,
    seq,
    measure,
    part_name,
    if(ratio is not null, numerator, null) as numerator,
    if(ratio is not null, denominator, null) as denominator,
    ratio,
    if(ratio is not null, whole_weight, null) as weight,
    round(whole_weight * ratio, 2) as points,
    case
        when ratio is null then format('没有可计算的数据，权重{:g}不计入总分', whole_weight)
        else format('权重{:g}×{}＝{:.2f}', whole_weight, basis, round(whole_weight * ratio, 2))
    end || coalesce(aside, '') as arithmetic
from weighed
order by district, year, department, seq
