-- The task that an inspection's finding is tied to is a task of its year.
from named_tasks('supervision', 'task_title', '督察问题对应的改革事项', of_earlier_years := false)
