-- A problem that a department is found to have in several tasks is told apart by the task: a row that leaves it out counts
-- as one on the first of them, and is said so.
with findings as (
    select
        *,
        min(task_title) over same_problem as first_task,
        max(task_title) over same_problem as last_task
    from raw.supervision
    inner join supervision_keys() using (source_row_id)
    window same_problem as (partition by district, title_key(problem))
)

select
    source_row_id,
    'problem' as field,
    not has_other_tasks as holds,
    '问题“' || problem || '”在几个改革事项下都有(如“' || first_task || '”和“' || last_task
    || '”),本行没有填写改革事项,无法区分,计入其中一项;请填写改革事项' as message_zh
from findings
where first_task is not null
