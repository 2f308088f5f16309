-- The task that an adoption or a pilot is tied to is a task of its year, or of a year before.
from named_tasks('publicity', 'task_title', '宣传推广对应的改革事项', of_earlier_years := true)

union all

from named_tasks('pilot', 'task_title', '试点对应的改革事项', of_earlier_years := true)
