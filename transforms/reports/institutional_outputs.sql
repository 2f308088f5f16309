-- One row an institutional document and year, as 附件1 重要制度性成果汇总表 lists them: by domain, then as reported.
select
    output.district_key as district,
    output.year,
    cast(
        row_number() over (
            partition by output.district_key, output.year
            order by
                known.domain_no nulls last,
                task_place.row_number nulls last,
                place.path,
                place.table_number,
                place.row_number
        )
        as integer
    ) as seq,
    coalesce(output.domain_key, '未填') as domain,
    output.title,
    output.document_number,
    output.issuer_key as issuer,
    output.issued_date,
    coalesce(task.title, output.task_title) as task_title,
    output.kind,
    output.times_reported,
    output.source_row_id
from core.fct_output as output
inner join staging.stg_output as place using (source_row_id)
left join core.fct_task as task on output.task_key = task.task_key
left join staging.stg_task as task_place on task.source_row_id = task_place.source_row_id
left join core.dim_domain_year as known
    on output.district_key = known.district_key
    and output.year = known.year
    and output.domain_key = known.domain_key
order by district, output.year, seq
