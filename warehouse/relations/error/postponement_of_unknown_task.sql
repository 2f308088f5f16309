-- A postponement names a task of its year.
from named_tasks('postponement', 'title', '延期事项', of_earlier_years := false)
