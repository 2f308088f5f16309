-- One row an institutional document and a task that one of its rows names, a task of the year of that row; of several
-- such rows the first (source_row_id).
select
    output.output_key,
    task.task_key,
    task.district_key,
    task.year,
    task.domain_key,
    min(output_group.report_rank) as report_rank,
    arg_min(output.source_row_id, output_group.report_rank) as source_row_id
from staging.stg_output as output
inner join core.output_group using (source_row_id)
inner join core.fct_task as task
    on task.task_key = concat_ws('|', output.district_key, output.year, output.task_title_key)
group by all
