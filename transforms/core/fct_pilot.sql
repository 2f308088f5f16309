-- One row a pilot or demonstration won in a year, however many departments report it. Of rows with several levels the
-- highest counts. What a later year repeats without a day is no other one. What is dated after the day as of which
-- things are judged was not recognised yet.
select
    source.recognition_key as pilot_key,
    source.district_key,
    source.year,
    arg_min(told.pilot, source.report_rank) as pilot,
    arg_min(told.designation, source.report_rank) as designation,
    arg_min(told.approved_by, source.report_rank) as approved_by,
    arg_min(told.level, source.report_rank) as level,
    arg_min(told.level_basis, source.report_rank) as level_basis,
    arg_min(told.date, source.report_rank) as date,
    arg_min(source.task_key, source.report_rank) as task_key,
    arg_min(told.task_title, source.report_rank) as task_title,
    arg_min(source.department_key, (source.task_key is null, source.report_rank)) as department_key,
    arg_min(source.source_row_id, source.report_rank) as source_row_id
from core.recognition_source as source
inner join staging.stg_pilot as told using (source_row_id)
group by source.recognition_key, source.district_key, source.year
