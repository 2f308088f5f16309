-- One row a task row that passed the checks, typed, with the task that it is about (task_key). plan_rank orders the rows
-- of a task by who may say what was planned (the plan first), report_rank by who may say how it goes (the lead
-- department's return first, of one sender the newest). Most tasks have one row (is_only_row), and nothing to be ordered. A
-- day on which the task cannot have been completed is not known. A row that a newer return replaced comes last
-- (place_before_newest), the newest of them first: it holds for what no other row says.
with received as (
    select
        *,
        0 as place_before_newest
    from raw.task
    where disposition in ('loaded', 'warned')

    union all by name

    from replaced_tasks()
),

dated as (
    select
        * replace (
            try_cast(year as integer) as year,
            try_cast(completed_date as date) as completed_date
        ),
        earliest_day(try_cast(completed_date as date), completed_date_text) as first_day
    from received
),

typed as (
    select
        source_row_id,
        district as district_key,
        year,
        concat_ws('|', district, year, title_key) as task_key,
        title_key,
        path,
        table_number,
        row_number,
        is_plan,
        place_before_newest,
        reporting_department,
        day_of_sheet(reported_date, reported_period) as reported_on,
        task_no,
        domain as domain_key,
        title,
        content,
        lead_department as lead_department_key,
        supporting_departments,
        leader,
        responsible_person,
        try_cast(due_date as date) as planned_due_date,
        due_date_text as due_text,
        status_by_row(status, dated.completed_date, first_day, year, judged.as_of, judged.today) as reported_status,
        if(status is null, 'completed_date', 'status') as status_field,
        can_be_completed(dated.completed_date, first_day, year, judged.as_of) as is_possible,
        if(is_possible, dated.completed_date, null) as completed_date,
        if(is_possible, first_day, null) as completed_first_day,
        progress,
        remark
    from dated
    cross join judged() as judged
),

with_several_rows as (
    select task_key
    from typed
    group by task_key
    having count(*) > 1
),

planned as (
    select
        *,
        first_value(lead_department_key) over (
            partition by task_key
            order by
                (lead_department_key is null),
                place_before_newest,
                is_plan desc,
                reported_on desc nulls last,
                path,
                table_number,
                row_number
        ) as planned_lead_department
    from typed
    semi join with_several_rows using (task_key)
),

ranked as (
    select
        source_row_id,
        row_number() over (
            partition by task_key
            order by place_before_newest, is_plan desc, reported_on desc nulls last, path, table_number, row_number
        ) as plan_rank,
        row_number() over (
            partition by task_key
            order by
                place_before_newest,
                is_plan,
                coalesce(reporting_department = planned_lead_department, false) desc,
                reported_on desc nulls last,
                path,
                table_number,
                row_number
        ) as report_rank
    from planned
)

select
    typed.* exclude (is_possible, place_before_newest, reported_on),
    ranked.source_row_id is null as is_only_row,
    coalesce(ranked.plan_rank, 1) as plan_rank,
    coalesce(ranked.report_rank, 1) as report_rank
from typed
left join ranked using (source_row_id)
