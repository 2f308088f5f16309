-- One row an indicator of the yearly assessment of a department, as sent in: its points beside the computed score; a total
-- where no indicators are given, or where these do not add up to it and need not. Of several sheets that tell of one, what
-- was sent last.
select
    concat_ws('|', district_key, assessment.year, department_key, indicator_key) as assessment_key,
    district_key,
    assessment.year,
    department_key,
    indicator,
    assessment.weight,
    assessment.points,
    grade,
    remark,
    source_row_id
from staging.stg_assessment as assessment
inner join assessments_added_up() as added_up using (source_row_id)
where added_up.is_total = added_up.total_counts
