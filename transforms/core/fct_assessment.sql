-- One row an indicator of the yearly assessment of a department, as sent in: its points beside the computed score; a total
-- where no indicators are given. Of several sheets that tell of one, what was sent last.
select
    concat_ws('|', district_key, year, department_key, indicator_key) as assessment_key,
    district_key,
    year,
    department_key,
    indicator,
    weight,
    points,
    grade,
    remark,
    source_row_id
from staging.stg_assessment
semi join latest_assessments() using (source_row_id)
qualify indicator_key != '' or bool_and(indicator_key = '') over (partition by district_key, year, department_key)
