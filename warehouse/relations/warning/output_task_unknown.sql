-- The task that an output is tied to is a task of its year.
from named_tasks('output', 'task_title', '对应改革事项', of_earlier_years := false)
