-- An adoption or a pilot is of a department: the one that leads its task, else the one that sent the sheet for itself. The
-- reform office's own sheets must name the task.
with led as (
    select distinct
        recognised.source_row_id
    from recognised_rows() as recognised
    inner join raw.task as task
        on recognised.district = task.district
        and recognised.task_title_key = task.title_key
        and recognised.year >= try_cast(task.year as integer)
    where task.disposition in ('loaded', 'warned') and task.lead_department is not null
)

select
    recognised.source_row_id,
    'task_title' as field,
    led.source_row_id is not null
    or recognised_department(null, recognised.reporting_department) is not null as holds,
    '“' || recognised.title || '”不能归到任何单位,各单位评分都不计;请填写对应改革事项(按工作要点的全称),或由取得成果的单位自行填报'
        as message_zh
from recognised_rows() as recognised
left join led using (source_row_id)
