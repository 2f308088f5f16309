-- A warehouse without a single task is not published over one that has them.
select 'no task was loaded' as problem
where not exists (from core.fct_task)
