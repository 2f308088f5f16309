-- 附件2 has a line for every task that the overview counts.
select
    overview.district,
    overview.year
from report.annual_overview as overview
left join report.task_completion as listed using (district, year)
group by all
having coalesce(any_value(overview.planned), 0) != count(listed.seq)
