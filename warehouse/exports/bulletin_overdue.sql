-- One row an overdue task, those of the latest year first, then the latest by days.
select
    district,
    year,
    title,
    lead_department,
    days_late
from report.overdue_tasks
order by year desc, days_late desc, title
limit ?
