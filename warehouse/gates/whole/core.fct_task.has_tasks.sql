-- A warehouse without a single task is not published.
select 'no file has a task that could be loaded' as problem
where not exists (from core.fct_task)
