-- What core.fct_task says otherwise than before (core.task_before): one row a field of a task, with the source row and the
-- field of it that say the new value. Of a task that appeared, its key alone.
create table core.task_changes as
with latest as (
    select
        refreshed_at,
        refresh_number
    from raw.refresh
    order by refresh_number desc
    limit 1
),

appeared as (
    select
        task_key,
        district_key,
        source_row_id
    from core.fct_task
    anti join core.task_before using (task_key)
),

sides as (
    select
        *,
        true as is_now
    from core.fct_task
    semi join core.task_before using (task_key)

    union all by name

    select
        *,
        false as is_now
    from core.task_before
),

states as (
    select
        is_now,
        district_key,
        task_key as key,
        cast(
            columns(
                lambda name: name in (
                    'task_key', 'task_no', 'title', 'content', 'domain_key', 'lead_department_key',
                    'supporting_departments', 'leader', 'responsible_person', 'planned_due_date', 'due_text', 'status',
                    'completed_date', 'carried_from_year', 'postponed_to_year', 'progress', 'remark'
                )
            )
            as varchar
        )
    from sides
),

differing as (
    select
        bool_or(is_now) as is_now,
        * exclude (is_now)
    from states
    group by all
    having count(*) = 1
),

field_values as (
    unpivot differing
    on columns(* exclude (is_now, district_key, key))
    into name field value field_value
),

paired as (
    select
        district_key,
        key,
        field,
        max(field_value) filter (where not is_now) as old_value,
        max(field_value) filter (where is_now) as new_value
    from field_values
    group by all
),

changed as (
    select *
    from paired
    where old_value is distinct from new_value
),

descriptions as (
    select
        *,
        plan_rank as description_rank
    from staging.stg_task
    anti join core.task_description using (task_key)

    union all by name

    from core.task_description
),

described as (
    unpivot (
        select
            task_key as key,
            source_row_id,
            description_rank as rank,
            cast(
                columns(
                    lambda name: name in (
                        'task_no', 'title', 'content', 'domain_key', 'lead_department_key', 'supporting_departments',
                        'leader', 'responsible_person'
                    )
                )
                as varchar
            )
        from descriptions
        semi join changed on descriptions.task_key = changed.key
    )
    on columns(* exclude (key, source_row_id, rank))
    into name field value field_value
),

reported as (
    unpivot (
        select
            task_key as key,
            source_row_id,
            report_rank as rank,
            progress,
            remark
        from staging.stg_task
        semi join changed on stg_task.task_key = changed.key
    )
    on columns(* exclude (key, source_row_id, rank))
    into name field value field_value
),

told as (
    select
        key,
        field,
        regexp_replace(field, '_key$', '') as source_field,
        arg_min(source_row_id, rank) as source_row_id
    from (
        from described
        union all
        from reported
    )
    group by all
),

deadlines as (
    select
        task_key as key,
        'due_text' as field,
        'due_date' as source_field,
        coalesce(
            arg_min(source_row_id, description_rank) filter (where planned_due_date is not null),
            arg_min(source_row_id, description_rank) filter (where due_text is not null)
        ) as source_row_id
    from descriptions
    semi join changed on descriptions.task_key = changed.key
    group by task_key
),

decided as (
    select
        task_key as key,
        unnest([
            {'field': 'status', 'source_field': status_field, 'source_row_id': status_source_row_id},
            {'field': 'planned_due_date', 'source_field': 'due_date', 'source_row_id': due_source_row_id},
            {'field': 'completed_date', 'source_field': 'completed_date', 'source_row_id': completed_source_row_id},
            {
                'field': 'postponed_to_year',
                'source_field': 'postponed_to_year',
                'source_row_id': if(status = 'postponed', status_source_row_id, null)
            },
            {
                'field': 'carried_from_year',
                'source_field': 'postponed_to_year',
                'source_row_id': carried_source_row_id
            }
        ], recursive := true)
    from core.fct_task
    semi join changed on fct_task.task_key = changed.key
),

said as (
    from told
    union all by name
    from deadlines
    union all by name
    from decided
)

select
    appeared.task_key,
    latest.refreshed_at as changed_at,
    'task_key' as field,
    cast(null as varchar) as old_value,
    appeared.task_key as new_value,
    appeared.source_row_id,
    'title' as source_field,
    latest.refresh_number,
    appeared.district_key
from appeared
cross join latest

union all by name

select
    changed.key as task_key,
    latest.refreshed_at as changed_at,
    changed.field,
    changed.old_value,
    changed.new_value,
    coalesce(said.source_row_id, now.source_row_id, before.source_row_id) as source_row_id,
    if(said.source_row_id is null, 'title', said.source_field) as source_field,
    latest.refresh_number,
    changed.district_key
from changed
cross join latest
left join said using (key, field)
left join core.fct_task as now on changed.key = now.task_key
left join core.task_before as before on changed.key = before.task_key
