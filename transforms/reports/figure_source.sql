-- One row a figure of report.annual_overview or report.domain_summary, a thing it counts and a source row that says so:
-- which field of which row made it. A rate or a share has the rows of its numerator and of its denominator. A file in
-- which no row was found is counted in files without a source row.
with task_measures as (
    select
        task.district_key,
        task.year,
        task.domain_key,
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
            }
        ], recursive := true)
    from core.fct_task as task
),

domain_measures as (
    select
        district_key,
        year,
        domain_key,
        'domains' as measure,
        domain_key as counted,
        'domain' as field,
        domain_source_row_id as source_row_id
    from core.fct_task
    where domain_key is not null
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
        output.output_key as counted,
        'title' as field,
        output_group.source_row_id
    from core.fct_output as output
    inner join core.output_group using (output_key)
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
        case recognition
            when 'publicity' then 'publicity'
            when 'endorsement' then 'endorsements'
            when 'pilot' then 'pilots'
        end as measure,
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
        source_row_id
    from received_rows

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

    select
        task_measures.* exclude (measure, counts),
        rates.measure
    from task_measures
    inner join rates on list_contains(rates.made_of, task_measures.measure)
    where task_measures.counts

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
    if(
        measure in ('meetings', 'publicity', 'endorsements', 'pilots', 'files', 'rows_found', 'rows_rejected'),
        null,
        coalesce(domain_key, '未填')
    ) as domain,
    measure,
    counted,
    field,
    source_row_id
from all_measures
