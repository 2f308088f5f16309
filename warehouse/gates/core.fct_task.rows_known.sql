-- Every task leads to an accepted row of a file.
select fct_task.task_key
from core.fct_task
left join raw.source_row as source using (source_row_id)
where coalesce(source.disposition, '') not in ('loaded', 'warned')
