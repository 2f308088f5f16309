-- One row an article or experience adopted above, or endorsed by a leader (批示), by one body in a year, however many
-- departments report it and however they write the body, or leave it out. Of rows with several levels the highest counts.
-- What a later year repeats without a day is no other one. What is dated after the day as of which things are judged was
-- not recognised yet.
with merged as (
    select
        source.recognition_key as publicity_key,
        source.district_key,
        source.year,
        arg_min(told.title, source.report_rank) as title,
        arg_min(told.adopted_by, source.report_rank) as adopted_by,
        arg_min(told.level, source.report_rank) as level,
        arg_min(told.level_basis, source.report_rank) as level_basis,
        arg_min(told.form, source.report_rank) as form,
        arg_min(told.date, source.report_rank) as date,
        arg_min(source.task_key, source.report_rank) as task_key,
        arg_min(told.task_title, source.report_rank) as task_title,
        arg_min(source.department_key, (source.task_key is null, source.report_rank)) as department_key,
        arg_min(source.source_row_id, source.report_rank) as source_row_id
    from core.recognition_source as source
    inner join staging.stg_publicity as told using (source_row_id)
    group by source.recognition_key, source.district_key, source.year
)

select
    publicity_key,
    district_key,
    year,
    title,
    if(coalesce(regexp_matches(form, endorsement_wordings()), false), 'endorsement', 'publicity') as recognition,
    adopted_by,
    level,
    level_basis,
    form,
    date,
    task_key,
    task_title,
    department_key,
    source_row_id
from merged
