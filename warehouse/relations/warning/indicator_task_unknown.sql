-- The task that an indicator is tied to is a task of its year.
from named_tasks('indicator', 'task_title', '对应改革事项', of_earlier_years := false)
