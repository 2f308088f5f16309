-- One row an institutional document, however many departments report it and in however many years. Of several tasks that
-- it is of, the first is its task (core.output_task has all). Its domain is that of its task, else the one it is reported
-- under when the year's tasks know it, else NULL. What is dated after the day as of which things are judged had not come
-- out.
with first_tasks as (
    select
        output_key,
        arg_min(task_key, (report_rank, task_key)) as task_key,
        arg_min(domain_key, (report_rank, task_key)) as domain_key
    from core.output_task
    group by output_key
),

merged as (
    select
        output_group.output_key,
        output_group.district_key,
        output_group.year,
        arg_min(output.title, output_group.report_rank) as title,
        arg_min(output.document_number, output_group.report_rank) as document_number,
        arg_min(output.issuer_key, output_group.report_rank) as issuer_key,
        arg_min(output.issued_date, output_group.report_rank) as issued_date,
        arg_min(output.kind, output_group.report_rank) as kind,
        arg_min(output.domain_key, output_group.report_rank) as reported_domain_key,
        arg_min(output.task_title, output_group.report_rank) as task_title,
        count(distinct output.path) as times_reported,
        arg_min(output_group.source_row_id, output_group.report_rank) as source_row_id
    from core.output_group
    inner join staging.stg_output as output using (source_row_id)
    group by all
)

select
    merged.output_key,
    merged.district_key,
    merged.year,
    coalesce(first_tasks.domain_key, known.domain_key) as domain_key,
    first_tasks.task_key,
    merged.task_title,
    merged.title,
    merged.document_number,
    merged.issuer_key,
    merged.issued_date,
    merged.kind,
    merged.times_reported,
    merged.source_row_id
from merged
left join first_tasks using (output_key)
left join core.dim_domain_year as known
    on merged.district_key = known.district_key
    and merged.year = known.year
    and merged.reported_domain_key = known.domain_key
