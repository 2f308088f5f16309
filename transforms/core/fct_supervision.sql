-- One row a finding of an inspection, however many lists tell of it and in however many years: it counts in the first.
-- It is closed when a sheet says so or gives the day of closing, reopened when a sheet or a second look says so and no
-- later closing is known, overdue when it is neither and past its due date, else open. What is dated after the day as of
-- which things are judged had not happened. A closing that is dated before
-- the finding closes nothing, and takes nothing from what other sheets say. The day of a second look is that of the
-- finding only where no other sheet tells of it.
with merged as (
    select
        source.supervision_key,
        source.district_key,
        min(source.year) as year,
        max(source.year) as last_year,
        arg_min(told.round, description_rank) as round,
        arg_min(told.inspection_kind, description_rank) as inspection_kind,
        arg_min(told.inspected_department_key, description_rank) as inspected_department_key,
        arg_min(told.domain_key, description_rank) as reported_domain_key,
        arg_min(told.task_title, description_rank) as task_title,
        arg_min(told.task_title_key, description_rank) as task_title_key,
        arg_min(told.problem, description_rank) as problem,
        arg_min(told.corrective_measure, report_rank) as corrective_measure,
        arg_min(told.due_date, report_rank) as due_date,
        coalesce(
            arg_min(told.due_text, report_rank) filter (where told.due_date is not null),
            arg_min(told.due_text, report_rank)
        ) as due_text,
        arg_min(told.leader, report_rank) as leader,
        arg_min(told.responsible_department_key, report_rank) as responsible_department_key,
        arg_min(told.supporting_departments, report_rank) as supporting_departments,
        arg_min(told.responsible_person, report_rank) as responsible_person,
        if(
            bool_and(told.is_second_look),
            min(told.found_date),
            min(told.found_date) filter (where not told.is_second_look)
        ) as found_date,
        arg_min(told.standing, report_rank) as reported_state,
        arg_min(told.closed_date, report_rank) filter (
            where told.standing = 'closed' and coalesce(told.closed_date > told.reopened_on, true)
        ) as closed_date,
        arg_min(told.closed_first_day, report_rank) filter (
            where told.standing = 'closed' and coalesce(told.closed_date > told.reopened_on, true)
        ) as closed_first_day,
        arg_min(source.source_row_id, report_rank) filter (
            where
                told.standing = 'closed'
                and told.closed_date is not null
                and coalesce(told.closed_date > told.reopened_on, true)
        ) as closed_source_row_id,
        arg_min(told.closed_date, report_rank) as reported_closed_date,
        bool_or(told.is_closed_again) as is_closed_again,
        arg_min(told.verification, report_rank) as verification,
        arg_min(told.verified_by, report_rank) as verified_by,
        arg_min(told.verified_date, report_rank) as verified_date,
        bool_or(told.verified)
        and coalesce(
            arg_min(coalesce(says_verified(told.verification), nullif(told.verified, false)), report_rank), true
        ) as verified,
        arg_min(told.second_look, report_rank) as second_look,
        arg_min(told.second_look_date, report_rank) as second_look_date,
        arg_min(told.remark, report_rank) as remark,
        arg_min(source.source_row_id, description_rank) as source_row_id,
        arg_min(source.source_row_id, report_rank) filter (where told.due_date is not null) as due_source_row_id,
        arg_min(source.source_row_id, report_rank) filter (where told.standing is not null) as state_source_row_id,
        min(source.sending_rank) filter (where told.standing is not null) as state_sending_rank,
        arg_min(source.source_row_id, report_rank) filter (
            where told.second_look is not null
        ) as second_look_source_row_id,
        min(source.sending_rank) filter (where told.second_look is not null) as second_look_sending_rank,
        arg_min(source.source_row_id, report_rank) filter (where told.verified) as verification_source_row_id,
        arg_min(
            case
                when told.verification is not null then 'verification'
                when told.verified_by is not null then 'verified_by'
                else 'verified_date'
            end,
            report_rank
        ) filter (where told.verified) as verification_field,
        arg_min(source.source_row_id, report_rank) filter (
            where told.closed_too_early
        ) as closed_too_early_source_row_id
    from core.supervision_source as source
    inner join staging.stg_supervision as told using (source_row_id)
    group by source.supervision_key, source.district_key
),

with_status as (
    select
        merged.*,
        judged.as_of,
        case
            when reported_state = 'reopened' then 'reopened'
            when
                second_look = 'reopened'
                and not is_closed_again
                and not coalesce(reported_state = 'closed' and state_sending_rank < second_look_sending_rank, false)
                then 'reopened'
            when reported_state = 'closed' then 'closed'
            when due_date < judged.as_of then 'overdue'
            else 'open'
        end as status
    from merged
    cross join judged() as judged
)

select
    finding.supervision_key,
    finding.district_key,
    finding.year,
    finding.last_year,
    coalesce(task.domain_key, known.domain_key) as domain_key,
    task.task_key,
    coalesce(task.title, finding.task_title) as task_title,
    finding.round,
    finding.inspection_kind,
    finding.inspected_department_key,
    finding.problem,
    finding.corrective_measure,
    finding.due_date,
    finding.due_text,
    finding.leader,
    coalesce(finding.responsible_department_key, finding.inspected_department_key) as department_key,
    finding.supporting_departments,
    finding.responsible_person,
    person_keys(
        finding.district_key,
        coalesce(finding.responsible_department_key, finding.inspected_department_key),
        finding.responsible_person
    ) as person_keys,
    finding.found_date,
    finding.reported_state,
    finding.status,
    case finding.status
        when 'reopened' then finding.reported_closed_date
        when 'closed' then finding.closed_date
    end as closed_date,
    finding.verification,
    finding.verified_by,
    finding.verified_date,
    finding.status = 'closed' and finding.verified as verified,
    finding.second_look,
    finding.second_look_date,
    days_late(
        finding.due_date,
        finding.status = 'overdue',
        finding.as_of,
        if(finding.status = 'closed', finding.closed_first_day, null),
        finding.closed_date
    ) as days_late,
    finding.remark,
    finding.source_row_id,
    finding.due_source_row_id,
    if(finding.status = 'closed', finding.closed_source_row_id, null) as closed_source_row_id,
    case
        when finding.status = 'overdue' then finding.due_source_row_id
        when finding.status = 'reopened' and finding.reported_state is distinct from 'reopened'
            then finding.second_look_source_row_id
        else coalesce(finding.state_source_row_id, finding.closed_too_early_source_row_id, finding.source_row_id)
    end as status_source_row_id,
    case
        when finding.status = 'overdue' then 'due_date'
        when finding.status = 'reopened' and finding.reported_state is distinct from 'reopened' then 'second_look'
        when finding.state_source_row_id is null
            then if(finding.closed_too_early_source_row_id is null, 'problem', 'closed_date')
        when state_row.reported_state is null then 'closed_date'
        else 'state'
    end as status_field,
    finding.verification_source_row_id,
    finding.verification_field
from with_status as finding
left join staging.stg_supervision as state_row on finding.state_source_row_id = state_row.source_row_id
left join core.fct_task as task
    on task.task_key = concat_ws('|', finding.district_key, finding.year, finding.task_title_key)
left join core.dim_domain_year as known
    on finding.district_key = known.district_key
    and finding.year = known.year
    and finding.reported_domain_key = known.domain_key
