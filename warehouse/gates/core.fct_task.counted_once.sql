-- A task stands once a year, and no accepted task row is left out.
select task_key
from core.fct_task
group by task_key
having count(*) > 1

union all

select task_key
from staging.stg_task
anti join core.fct_task using (task_key)
