-- One row an indicator of the yearly assessment of a department, as sent in: its points beside the computed score. Of
-- several sheets that tell of one, what was sent last.
select
    concat_ws('|', district_key, year, department_key, coalesce(indicator_key, '')) as assessment_key,
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
qualify row_number() over (
    partition by assessment_key
    order by reported_date desc nulls last, path, table_number, row_number
) = 1
