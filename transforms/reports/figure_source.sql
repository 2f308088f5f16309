-- One row a figure that reports count, a thing it counts and a source row that says so: which field of which row made it,
-- by the year, domain, quarter, department and level of the thing (NULL where it has none). A report's figure is made by
-- the rows of its measure that agree with its keys. report.counted_figures() adds what fewer reports count, and
-- report.figure_parts() says what rates, shares and scores are made of.
with task_measures as (
    select
        task.district_key,
        task.year,
        coalesce(task.domain_key, '未填') as domain,
        task.planned_quarter as quarter,
        coalesce(task.lead_department_key, '未填') as department,
        task.task_key as counted,
        unnest([
            {'measure': 'planned', 'field': 'title', 'source_row_id': task.source_row_id, 'counts': true},
            {
                'measure': 'carried_in',
                'field': 'postponed_to_year',
                'source_row_id': task.carried_source_row_id,
                'counts': task.carried_from_year is not null
            },
            {
                'measure': if(task.status = 'planned', 'not_started', task.status),
                'field': task.status_field,
                'source_row_id': task.status_source_row_id,
                'counts': true
            },
            {
                'measure': 'q4_planned',
                'field': 'due_date',
                'source_row_id': task.due_source_row_id,
                'counts': coalesce(task.planned_quarter = 4, false)
            },
            {
                'measure': 'completed_on_time',
                'field': 'completed_date',
                'source_row_id': task.completed_source_row_id,
                'counts': coalesce(task.completed_in_time, false)
            },
            {
                'measure': 'completed_on_time',
                'field': 'due_date',
                'source_row_id': task.due_source_row_id,
                'counts': coalesce(task.completed_in_time, false)
            },
            {
                'measure': 'completed_late',
                'field': 'completed_date',
                'source_row_id': task.completed_source_row_id,
                'counts': coalesce(not task.completed_in_time, false)
            },
            {
                'measure': 'completed_late',
                'field': 'due_date',
                'source_row_id': task.due_source_row_id,
                'counts': coalesce(not task.completed_in_time, false)
            },
            {
                'measure': 'completed_undated',
                'field': if(task.completed_date is null, task.status_field, 'completed_date'),
                'source_row_id': coalesce(task.completed_source_row_id, task.status_source_row_id),
                'counts': task.status = 'completed' and task.completed_in_time is null and task.planned_due_date is not null
            },
            {
                'measure': 'completed_undated',
                'field': 'due_date',
                'source_row_id': task.due_source_row_id,
                'counts': task.status = 'completed' and task.completed_in_time is null and task.planned_due_date is not null
            }
        ], recursive := true)
    from core.fct_task as task
),

domain_measures as (
    select
        district_key,
        year,
        domain_key as domain,
        'domains' as measure,
        domain_key as counted,
        'domain' as field,
        min(domain_source_row_id) as source_row_id
    from core.fct_task
    where domain_key is not null
    group by all
),

output_measures as (
    select
        output.district_key,
        output.year,
        coalesce(output.domain_key, '未填') as domain,
        coalesce(if(task.task_key is null, output.issuer_key, task.lead_department_key), '未填') as department,
        'outputs' as measure,
        output.output_key as counted,
        'title' as field,
        output_group.source_row_id
    from core.fct_output as output
    inner join core.output_group using (output_key)
    left join core.fct_task as task on output.task_key = task.task_key
),

task_output_measures as (
    select
        task.district_key,
        task.year,
        coalesce(task.domain_key, '未填') as domain,
        coalesce(task.lead_department_key, '未填') as department,
        'tasks_with_output' as measure,
        task.task_key as counted,
        'title' as field,
        unnest([task.source_row_id, document.source_row_id]) as source_row_id
    from core.fct_task as task
    inner join core.output_task as document using (task_key)
    where task.status not in ('postponed', 'cancelled')
),

finding_measures as (
    select
        district_key,
        year,
        coalesce(domain_key, '未填') as domain,
        coalesce(department_key, '未填') as department,
        supervision_key as counted,
        unnest([
            {'measure': 'findings', 'field': 'problem', 'source_row_id': source_row_id, 'counts': true},
            {
                'measure': if(status = 'overdue', 'findings_overdue', status),
                'field': status_field,
                'source_row_id': status_source_row_id,
                'counts': true
            },
            {
                'measure': if(verified, 'closed_verified', 'closed_unverified'),
                'field': status_field,
                'source_row_id': status_source_row_id,
                'counts': status = 'closed'
            },
            {
                'measure': 'closed_verified',
                'field': verification_field,
                'source_row_id': verification_source_row_id,
                'counts': verified
            },
            {
                'measure': 'findings_closed',
                'field': status_field,
                'source_row_id': status_source_row_id,
                'counts': verified
            },
            {
                'measure': 'findings_closed',
                'field': verification_field,
                'source_row_id': verification_source_row_id,
                'counts': verified
            }
        ], recursive := true)
    from core.fct_supervision
),

return_measures as (
    select
        district_key,
        year,
        department_key as department,
        unnest([
            'returns',
            case
                when is_late then 'returns_late'
                when is_late is null and due_date is not null then 'returns_undated'
            end
        ]) as measure,
        file_id as counted,
        if(reported_date is not null, 'reported_date', null) as field,
        source_row_id
    from core.fct_return

    union all

    select
        sent.district_key,
        sent.year,
        sent.department_key as department,
        'errors' as measure,
        finding.finding_id as counted,
        null as field,
        coalesce(finding.source_row_id, sent.source_row_id) as source_row_id
    from (select *, unnest(error_finding_ids) as finding_id from core.fct_return) as sent
    inner join quality.finding as finding using (finding_id)
),

assessment_measures as (
    select
        district_key,
        year,
        department_key as department,
        assessment_key as counted,
        unnest([
            {'measure': 'assessment_points', 'field': 'points', 'counts': points is not null},
            {'measure': 'assessment_weight', 'field': 'weight', 'counts': weight is not null}
        ], recursive := true),
        source_row_id
    from core.fct_assessment
),

meeting_measures as (
    select
        district_key,
        year,
        'meetings' as measure,
        meeting_key as counted,
        'name' as field,
        source_row_id
    from core.fct_meeting
),

recognition_measures as (
    select
        district as district_key,
        year,
        coalesce(level, '未填') as level,
        department,
        unnest(['recognitions', if(recognition = 'publicity', 'publicity', recognition || 's')]) as measure,
        source_row_id as counted,
        if(recognition = 'pilot', 'name', 'title') as field,
        source_row_id
    from report.recognition
),

followup_measures as (
    select
        district_key,
        year,
        coalesce(domain_key, '未填') as domain,
        dispatch_key as counted,
        unnest([
            {'measure': 'decisions', 'field': 'decision', 'source_row_id': source_row_id, 'counts': true},
            {
                'measure': 'decisions_met',
                'field': status_field,
                'source_row_id': status_source_row_id,
                'counts': status in ('met', 'met_late')
            },
            {
                'measure': 'decisions_overdue',
                'field': 'due_date',
                'source_row_id': status_source_row_id,
                'counts': status = 'overdue'
            }
        ], recursive := true)
    from core.fct_dispatch
    where held and status is not null

    union all by name

    select
        district as district_key,
        year,
        domain,
        source_row_id as counted,
        'tasks_to_dispatch' as measure,
        cast(null as varchar) as field,
        source_row_id,
        true as counts
    from report.supervision_plan
),

all_measures as (
    select * exclude (counts)
    from task_measures
    where counts

    union all by name

    select * from domain_measures

    union all by name

    select * from output_measures

    union all by name

    select * from task_output_measures

    union all by name

    select * exclude (counts)
    from finding_measures
    where counts

    union all by name

    select * from return_measures

    union all by name

    select * exclude (counts)
    from assessment_measures
    where counts

    union all by name

    select * from meeting_measures

    union all by name

    select * from recognition_measures

    union all by name

    select * exclude (counts)
    from followup_measures
    where counts
)

select
    district_key as district,
    year,
    domain,
    cast(quarter as integer) as quarter,
    department,
    level,
    measure,
    counted,
    field,
    source_row_id
from all_measures
order by district, year, measure
