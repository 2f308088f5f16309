-- One row a task and a later year into which an approved postponement carries it; what was completed or cancelled in
-- its year is not carried. Of two years that postpone a task to the same one, the later.
with reported as (
    select
        task_key,
        arg_min(reported_status, report_rank) as reported_status
    from staging.stg_task
    semi join core.fct_postponement using (task_key)
    group by task_key
)

select
    concat_ws('|', postponement.district_key, postponement.postponed_to_year, postponement.title_key) as task_key,
    postponement.district_key,
    postponement.postponed_to_year as year,
    postponement.title_key,
    postponement.year as carried_from_year,
    postponement.task_key as carried_from_task_key,
    postponement.source_row_id as carried_source_row_id
from core.fct_postponement as postponement
left join reported using (task_key)
where
    postponement.approved
    and postpones(postponement.year, postponement.postponed_to_year)
    and coalesce(reported.reported_status not in ('completed', 'cancelled'), true)
qualify row_number() over (
    partition by postponement.district_key, postponement.postponed_to_year, postponement.title_key
    order by postponement.year desc
) = 1
