-- One row a figure of a report that counts, a thing it counts and a source row that says so: which field of which row
-- made it, by the year, domain, quarter, month, department and level of the thing (NULL where it has none). A report's figure is made
-- by the rows of its measure that agree with its keys; what a rate or a share is made of says report.figure_parts().
with task_measures as (
    select
        task.district_key,
        task.year,
        coalesce(task.domain_key, '未填') as domain,
        task.planned_quarter as quarter,
        task.lead_department_key as department,
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
                'measure': 'remaining',
                'field': task.status_field,
                'source_row_id': task.status_source_row_id,
                'counts': task.status in ('planned', 'in_progress', 'overdue')
            },
            {
                'measure': 'q4_planned',
                'field': 'due_date',
                'source_row_id': task.due_source_row_id,
                'counts': coalesce(task.planned_quarter = 4, false)
            }
        ], recursive := true)
    from core.fct_task as task
),

pace_measures as (
    select
        ahead.district_key,
        ahead.year,
        coalesce(task.domain_key, '未填') as domain,
        ahead.quarter,
        task.lead_department_key as department,
        'done_in_same_weeks' as measure,
        task.task_key as counted,
        'completed_date' as field,
        task.completed_source_row_id as source_row_id
    from core.quarter_ahead as ahead
    inner join core.fct_task as task
        on ahead.district_key = task.district_key
        and task.completed_date between ahead.earlier_first_day and ahead.earlier_last_day
),

dated_measures as (
    select
        task.district_key,
        task.year,
        coalesce(task.domain_key, '未填') as domain,
        task.planned_quarter as quarter,
        task.lead_department_key as department,
        task.task_key as counted,
        unnest([
            {
                'measure': 'due_by_month',
                'field': 'due_date',
                'source_row_id': task.due_source_row_id,
                'month': (year(task.planned_due_date) - task.year) * 12 + month(task.planned_due_date)
            },
            {
                'measure': 'completed_by_month',
                'field': 'completed_date',
                'source_row_id': task.completed_source_row_id,
                'month': (year(task.completed_date) - task.year) * 12 + month(task.completed_date)
            }
        ], recursive := true)
    from core.fct_task as task
),

by_now_measures as (
    select
        task.district_key,
        task.year,
        coalesce(task.domain_key, '未填') as domain,
        task.planned_quarter as quarter,
        task.lead_department_key as department,
        'completed_by_now' as measure,
        task.task_key as counted,
        'completed_date' as field,
        task.completed_source_row_id as source_row_id
    from core.fct_task as task
    inner join core.quarter_ahead as ahead
        on task.district_key = ahead.district_key
        and task.year = ahead.earlier_year
        and task.year = ahead.year - 1
        and task.completed_date < ahead.earlier_first_day
    where ahead.quarter = 4
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
        task.lead_department_key as department,
        'outputs' as measure,
        output.output_key as counted,
        'title' as field,
        output_group.source_row_id
    from core.fct_output as output
    inner join core.output_group using (output_key)
    left join core.fct_task as task on output.task_key = task.task_key
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
        unnest(['recognitions', if(recognition = 'publicity', 'publicity', recognition || 's')]) as measure,
        source_row_id as counted,
        if(recognition = 'pilot', 'name', 'title') as field,
        source_row_id
    from report.recognition
),

received_rows as (
    select
        file.district as district_key,
        file.year,
        file.file_id,
        source.source_row_id,
        source.disposition
    from raw.source_file as file
    left join raw.source_row as source using (file_id)
    where file.state = 'loaded'
),

received_measures as (
    select
        district_key,
        year,
        'files' as measure,
        file_id as counted,
        min(source_row_id) as source_row_id
    from received_rows
    group by all

    union all

    select
        district_key,
        year,
        unnest(['rows_found'] || if(disposition = 'rejected', ['rows_rejected'], [])) as measure,
        source_row_id as counted,
        source_row_id
    from received_rows
    where source_row_id is not null
),

all_measures as (
    select * exclude (counts)
    from task_measures
    where counts

    union all by name

    select * from pace_measures

    union all by name

    select *
    from dated_measures
    where month is not null

    union all by name

    select * from by_now_measures

    union all by name

    select * from domain_measures

    union all by name

    select * from output_measures

    union all by name

    select * from meeting_measures

    union all by name

    select * from recognition_measures

    union all by name

    select * from received_measures
)

select
    district_key as district,
    year,
    domain,
    cast(quarter as integer) as quarter,
    cast(month as integer) as month,
    department,
    level,
    measure,
    counted,
    field,
    source_row_id
from all_measures
