-- Every count of the departments' scorecard and of the follow-up of inspections has as many things behind it as it says.
with stated as (
    select
        district,
        year,
        department,
        measure,
        figure
    from (
        unpivot report.department_scorecard
        on
            planned, completed, postponed, cancelled, overdue, completed_on_time, completed_late, completed_undated,
            tasks_with_output, outputs, findings, findings_closed, recognitions, returns, returns_late,
            returns_undated, errors
        into name measure value figure
    )

    union all

    select
        district,
        year,
        department,
        if(measure = 'overdue', 'findings_overdue', measure) as measure,
        sum(figure) as figure
    from (
        unpivot report.supervision_followup
        on findings, open, overdue, closed, reopened, closed_verified, closed_unverified
        into name measure value figure
    )
    group by all
),

counted as (
    select
        district,
        year,
        department,
        measure,
        count(distinct counted) as counted
    from report.figure_source
    where department is not null
    group by all
)

select
    stated.*,
    counted.counted
from stated
left join counted using (district, year, department, measure)
where stated.figure != coalesce(counted.counted, 0)
