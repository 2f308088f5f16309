-- One row a figure of report.annual_overview or report.domain_summary and a source row it was counted from: which
-- field of which row made it. A rate or a share has the rows of its numerator and of its denominator.
with task_measures as (
    select
        task.district_key,
        task.year,
        task.domain_key,
        unnest([
            {'measure': 'planned', 'field': 'title', 'source_row_id': task.source_row_id, 'counts': true},
            {'measure': 'domains', 'field': 'domain', 'source_row_id': task.source_row_id, 'counts': true},
            {
                'measure': 'carried_in',
                'field': 'title',
                'source_row_id': task.source_row_id,
                'counts': task.carried_from_year is not null
            },
            {
                'measure': if(task.status = 'planned', 'not_started', task.status),
                'field': if(task.status = 'postponed', 'approved', 'status'),
                'source_row_id': task.status_source_row_id,
                'counts': true
            },
            {
                'measure': 'q4_planned',
                'field': 'due_date',
                'source_row_id': task.source_row_id,
                'counts': coalesce(task.planned_quarter = 4, false)
            }
        ], recursive := true)
    from core.fct_task as task
),

rates as (
    select unnest([
        {'measure': 'completion_rate', 'made_of': ['planned', 'completed', 'postponed', 'cancelled']},
        {'measure': 'completion_rate_of_plan', 'made_of': ['planned', 'completed']},
        {'measure': 'q4_share', 'made_of': ['planned', 'q4_planned']}
    ], recursive := true)
),

output_measures as (
    select
        output.district_key,
        output.year,
        output.domain_key,
        'outputs' as measure,
        'title' as field,
        output_group.source_row_id
    from core.fct_output as output
    inner join core.output_group using (output_key)
),

meeting_measures as (
    select
        district_key,
        year,
        cast(null as varchar) as domain_key,
        'meetings' as measure,
        'name' as field,
        source_row_id
    from core.fct_meeting
),

received_rows as (
    select
        file.district as district_key,
        file.year,
        cast(null as varchar) as domain_key,
        unnest(['files', 'rows_found'] || if(source.disposition = 'rejected', ['rows_rejected'], [])) as measure,
        cast(null as varchar) as field,
        source.source_row_id
    from raw.source_row as source
    inner join raw.source_file as file using (file_id)
    where file.state = 'loaded'
),

all_measures as (
    select
        district_key,
        year,
        domain_key,
        measure,
        field,
        source_row_id
    from task_measures
    where counts

    union all

    select
        task_measures.district_key,
        task_measures.year,
        task_measures.domain_key,
        rates.measure,
        task_measures.field,
        task_measures.source_row_id
    from task_measures
    inner join rates on list_contains(rates.made_of, task_measures.measure)
    where task_measures.counts

    union all

    select * from output_measures

    union all

    select * from meeting_measures

    union all

    select * from received_rows
)

select
    district_key as district,
    year,
    if(measure in ('meetings', 'files', 'rows_found', 'rows_rejected'), null, coalesce(domain_key, '未填')) as domain,
    measure,
    field,
    source_row_id
from all_measures
