-- The task that a dispatch meeting was on is a task of its year.
from named_tasks('dispatch', 'task_title', '调度的改革事项', of_earlier_years := false)
