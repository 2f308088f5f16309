-- One row a task postponed in a year, however many sheets say so: the approved request first, one to a later year before
-- others. due_date is the task's in the year that it is postponed to, as far as it lies there.
select
    concat_ws('|', district_key, year, title_key) as task_key,
    district_key,
    year,
    title_key,
    title,
    reason,
    approved_by,
    approved,
    postponed_to_year,
    due_date,
    due_text,
    lead_department_key,
    domain_key,
    source_row_id
from staging.stg_postponement
qualify row_number() over (
    partition by district_key, year, title_key
    order by approved desc, coalesce(postpones(year, postponed_to_year), false) desc, path, table_number, row_number
) = 1
