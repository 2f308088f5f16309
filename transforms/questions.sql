-- What users ask of a published warehouse by name: table macros over its tables, made once these are built.

-- Everything that reports count: report.figure_source, and what fewer reports count, found when it is asked for.
create or replace macro report.counted_figures() as table
    with tasks as (
        select
            *,
            district_key as district,
            coalesce(domain_key, '未填') as domain,
            coalesce(lead_department_key, '未填') as department,
            planned_quarter as quarter,
            task_key as counted
        from core.fct_task
    ),

    remaining as (
        select
            district,
            year,
            domain,
            quarter,
            department,
            'remaining' as measure,
            counted,
            status_field as field,
            status_source_row_id as source_row_id
        from tasks
        where status in ('planned', 'in_progress', 'overdue')
    ),

    to_come as (
        select
            remaining.* replace (ahead.quarter as quarter, 'to_come' as measure)
        from remaining
        inner join tasks using (district, counted)
        inner join (
            select distinct district_key as district, year, quarter, last_day
            from core.quarter_ahead
        ) as ahead
            on remaining.district = ahead.district
            and remaining.year = ahead.year
            and due_in_year(tasks.planned_due_date, tasks.year) <= ahead.last_day
    ),

    due as (
        select
            district,
            year,
            domain,
            (year(planned_due_date) - year) * 12 + month(planned_due_date) as month,
            department,
            'due_by_month' as measure,
            counted,
            'due_date' as field,
            due_source_row_id as source_row_id
        from tasks
        where planned_due_date is not null
    ),

    completed as (
        select
            district,
            year,
            domain,
            (year(completed_date) - year) * 12 + month(completed_date) as month,
            department,
            'completed_by_month' as measure,
            counted,
            'completed_date' as field,
            completed_source_row_id as source_row_id
        from tasks
        where completed_date is not null
    ),

    completed_before as (
        select
            tasks.district,
            unnest([
                {
                    'year': ahead.year,
                    'quarter': ahead.quarter,
                    'measure': 'done_in_same_weeks',
                    'counts': is_in_weeks and earlier_undated = 0
                },
                {
                    'year': ahead.year,
                    'quarter': ahead.quarter,
                    'measure': 'done_in_same_weeks_at_most',
                    'counts': coalesce(is_in_weeks, true)
                },
                {'year': tasks.year, 'quarter': null, 'measure': 'completed_by_now', 'counts': is_by_now}
            ], recursive := true),
            tasks.domain,
            tasks.department,
            tasks.counted,
            if(tasks.completed_date is null, tasks.status_field, 'completed_date') as field,
            coalesce(tasks.completed_source_row_id, tasks.status_source_row_id) as source_row_id
        from (
            select
                ahead.year,
                ahead.quarter,
                ahead.district_key,
                ahead.earlier_undated,
                task.task_key,
                is_done_within(
                    task.completed_first_day, task.completed_date, ahead.earlier_first_day, ahead.earlier_last_day
                ) as is_in_weeks,
                ahead.quarter = 4 and task.year = ahead.earlier_year and task.year = ahead.year - 1
                and coalesce(task.completed_date < ahead.earlier_first_day, false) as is_by_now
            from core.quarter_ahead as ahead
            inner join core.fct_task as task
                on ahead.district_key = task.district_key
                and ahead.earlier_year = coalesce(year(task.completed_date), task.year)
                and task.status = 'completed'
        ) as ahead
        inner join tasks using (task_key)
    ),

    parts as (
        select
            * exclude (department),
            unnest(
                task_parts(lead_department_key, supporting_departments, leader, responsible_person), recursive := true
            )
        from tasks
    ),

    loads as (
        select
            district,
            year,
            quarter,
            role,
            coalesce(department_key, '未填') as department,
            person,
            counted,
            unnest([
                {'measure': 'load_planned', 'field': null, 'source_row_id': source_row_id},
                {'measure': 'load_' || status, 'field': status_field, 'source_row_id': status_source_row_id}
            ], recursive := true)
        from parts
    ),

    suspects as (
        select
            district,
            year,
            domain,
            'suspects' as measure,
            source_row_id as counted,
            source_row_id
        from report.routine_suspects
    ),

    -- The ledgers that make it known what a department has, and that it has no more: its own, and the reform office's of all.
    ledgers as (
        select district_key, year, reporting_department, 'outputs' as ledger, 'title' as field, source_row_id
        from staging.stg_output

        union all

        select district_key, year, reporting_department, 'recognition' as ledger, 'title' as field, source_row_id
        from staging.stg_publicity

        union all

        select district_key, year, reporting_department, 'recognition' as ledger, 'name' as field, source_row_id
        from staging.stg_pilot
    ),

    ledger_rows as (
        select
            district_key as district,
            year,
            if(is_reform_office(reporting_department), null, reporting_department) as department,
            if(is_reform_office(reporting_department), 'office_', 'sent_') || ledger as measure,
            field,
            source_row_id as counted,
            source_row_id
        from ledgers
        where reporting_department is not null
    ),

    level_points as (
        select
            district,
            year,
            department,
            coalesce(level, '未填') as level,
            'level_points' as measure,
            case
                when level_basis = 'stated' then 'level'
                when recognition = 'pilot' then 'approved_by'
                else 'adopted_by'
            end as field,
            source_row_id as counted,
            source_row_id
        from report.recognition
        where level_basis is not null
    ),

    received_rows as (
        select
            district,
            year,
            file_id,
            source_row_id,
            disposition
        from rows_of_years()
        where state = 'loaded'
    ),

    received as (
        select
            district,
            year,
            'files' as measure,
            file_id as counted,
            min(source_row_id) as source_row_id
        from received_rows
        group by all

        union all

        select
            district,
            year,
            unnest(['rows_found'] || if(disposition = 'rejected', ['rows_rejected'], [])) as measure,
            source_row_id as counted,
            source_row_id
        from received_rows
        where source_row_id is not null
    )

    select * from report.figure_source
    union all by name
    select * from remaining
    union all by name
    select * from to_come
    union all by name
    select * from due
    union all by name
    select * from completed
    union all by name
    select * exclude (counts) from completed_before where counts
    union all by name
    select * from loads
    union all by name
    select * from suspects
    union all by name
    select * from ledger_rows
    union all by name
    select * from level_points
    union all by name
    select * from received;

-- What a figure is made of when it is not counted by itself: the measures of report.counted_figures() behind it. over: the
-- key that a part leaves aside, as the year's planned tasks in the share of a quarter leave aside the quarter; until: the
-- key up to which a part is summed (of what has none, the last); of_table: the only table in which it is so.
create or replace macro report.figure_parts() as table
    with score_parts as (
        select *
        from (
            values
                ('completion', 'planned', null),
                ('completion', 'completed', null),
                ('completion', 'postponed', null),
                ('completion', 'cancelled', null),
                ('timeliness', 'completed_on_time', null),
                ('timeliness', 'completed_late', null),
                ('timeliness', 'completed_undated', null),
                ('timeliness', 'overdue', null),
                ('outputs', 'planned', null),
                ('outputs', 'postponed', null),
                ('outputs', 'cancelled', null),
                ('outputs', 'tasks_with_output', null),
                ('outputs', 'sent_outputs', null),
                ('outputs', 'office_outputs', 'department'),
                ('findings_closed', 'findings', null),
                ('findings_closed', 'findings_closed', null),
                ('recognition', 'level_points', null),
                ('recognition', 'sent_recognition', null),
                ('recognition', 'office_recognition', 'department'),
                ('returns', 'returns', null),
                ('returns', 'returns_late', null),
                ('returns', 'returns_undated', null),
                ('returns', 'errors', null)
        ) as made_of (score_part, part, over)
    )

    select
        score_part || suffix as measure,
        part,
        over,
        null as until,
        null as of_table
    from score_parts
    cross join (select unnest(['_measure', '_weight', '_points']) as suffix)

    union all

    select
        measure,
        part,
        over,
        null as until,
        null as of_table
    from score_parts
    cross join (select unnest(['score', 'points_reached', 'weight_counted']) as measure)

    union all

    select *
    from (
        values
            ('completion_rate', 'planned', null, null, null),
            ('completion_rate', 'completed', null, null, null),
            ('completion_rate', 'postponed', null, null, null),
            ('completion_rate', 'cancelled', null, null, null),
            ('completion_rate_of_plan', 'planned', null, null, null),
            ('completion_rate_of_plan', 'completed', null, null, null),
            ('q4_share', 'planned', null, null, null),
            ('q4_share', 'q4_planned', null, null, null),
            ('share', 'planned', null, null, null),
            ('share', 'planned', 'quarter', null, null),
            ('due_so_far', 'due_by_month', null, 'month', null),
            ('completed_so_far', 'completed_by_month', null, 'month', null),
            ('domain_no', 'domains', null, null, null),
            ('overdue', 'findings_overdue', null, null, 'report.supervision_followup'),
            ('closing_rate', 'findings', null, null, null),
            ('closing_rate', 'closed', null, null, null),
            ('cells', 'returns', null, null, null),
            ('planned', 'load_planned', null, null, 'report.responsibility_load'),
            ('completed', 'load_completed', null, null, 'report.responsibility_load'),
            ('overdue', 'load_overdue', null, null, 'report.responsibility_load')
    ) as made_of (measure, part, over, until, of_table);

-- What is behind a figure of a line that a source row says (line_source_row_id), where other rows or single cells of that
-- row made it: by table and figure, the thing that it counts or compares, and which field of which row says so. is_all:
-- whether nothing else is behind it.
create or replace macro report.row_figures() as table
    with on_subjects as (
        select
            *,
            coalesce(task_key, title_key(task_title)) as subject
        from core.fct_dispatch
    ),

    dispatched as (
        select
            plan.source_row_id as line_source_row_id,
            unnest([
                {
                    'figure': 'meetings_held',
                    'counted': cast(held.date as varchar),
                    'field': 'date',
                    'source_row_id': held.source_row_id,
                    'counts': held.date is not null
                },
                {
                    'figure': 'decisions',
                    'counted': held.dispatch_key,
                    'field': 'decision',
                    'source_row_id': held.source_row_id,
                    'counts': held.status is not null
                },
                {
                    'figure': 'decisions_met',
                    'counted': held.dispatch_key,
                    'field': held.status_field,
                    'source_row_id': held.status_source_row_id,
                    'counts': coalesce(held.status in ('met', 'met_late'), false)
                },
                {
                    'figure': 'decisions_overdue',
                    'counted': held.dispatch_key,
                    'field': 'due_date',
                    'source_row_id': held.status_source_row_id,
                    'counts': coalesce(held.status = 'overdue', false)
                }
            ], recursive := true)
        from on_subjects as plan
        inner join on_subjects as held using (district_key, year, subject)
        where not plan.held and held.held
    ),

    inspected as (
        select
            plan.source_row_id as line_source_row_id,
            unnest([
                {
                    'figure': 'findings',
                    'counted': finding.supervision_key,
                    'field': 'problem',
                    'source_row_id': finding.source_row_id,
                    'counts': true
                },
                {
                    'figure': 'findings_closed',
                    'counted': finding.supervision_key,
                    'field': finding.status_field,
                    'source_row_id': finding.status_source_row_id,
                    'counts': finding.status = 'closed'
                }
            ], recursive := true)
        from on_subjects as plan
        inner join core.fct_supervision as finding
            on plan.district_key = finding.district_key
            and plan.year = finding.year
            and plan.subject = coalesce(finding.task_key, title_key(finding.task_title))
        where not plan.held
    ),

    reported as (
        select
            output.source_row_id as line_source_row_id,
            'times_reported' as figure,
            source.file_id as counted,
            'title' as field,
            told.source_row_id
        from core.fct_output as output
        inner join core.output_group as told using (output_key)
        inner join raw.source_row as source on told.source_row_id = source.source_row_id
    ),

    alike as (
        select
            suspect.source_row_id as line_source_row_id,
            'likeness' as figure,
            task.task_key as counted,
            'title' as field,
            task.source_row_id
        from report.routine_suspects as suspect
        inner join core.fct_task as task
            on suspect.district = task.district_key
            and (
                suspect.source_row_id = task.source_row_id
                or (suspect.earlier_title = task.title and suspect.year > task.year)
            )
        where suspect.likeness is not null
    ),

    compared as (
        select
            source_row_id as line_source_row_id,
            unnest([
                {'figure': 'value', 'source_row_id': source_row_id},
                {'figure': 'previous_value', 'source_row_id': previous_source_row_id},
                {'figure': 'change', 'source_row_id': source_row_id},
                {'figure': 'change', 'source_row_id': previous_source_row_id},
                {'figure': 'change_rate', 'source_row_id': source_row_id},
                {'figure': 'change_rate', 'source_row_id': previous_source_row_id}
            ], recursive := true),
            'value' as field
        from report.indicator_years
    ),

    stated as (
        select
            source_row_id as line_source_row_id,
            unnest([{'figure': 'stated', 'is_all': true}, {'figure': 'difference', 'is_all': false}], recursive := true),
            'value' as field,
            source_row_id
        from report.stated_vs_computed
    ),

    late as (
        select
            'report.supervision_findings' as of_table,
            source_row_id as line_source_row_id,
            unnest([
                {'field': 'due_date', 'source_row_id': due_source_row_id},
                {'field': 'closed_date', 'source_row_id': closed_source_row_id}
            ], recursive := true)
        from core.fct_supervision

        union all

        select
            'report.dispatch_followup' as of_table,
            source_row_id as line_source_row_id,
            unnest([
                {'field': 'due_date', 'source_row_id': due_source_row_id},
                {'field': 'completed_date', 'source_row_id': completed_source_row_id}
            ], recursive := true)
        from core.fct_dispatch
    ),

    tasks as (
        select
            source_row_id as line_source_row_id,
            unnest([
                {
                    'of_table': 'report.task_completion',
                    'figure': 'carried_from_year',
                    'field': 'year',
                    'source_row_id': carried_source_row_id
                },
                {
                    'of_table': 'report.task_completion',
                    'figure': 'postponed_to_year',
                    'field': 'postponed_to_year',
                    'source_row_id': status_source_row_id
                },
                {
                    'of_table': 'report.task_responsibility',
                    'figure': 'planned_quarter',
                    'field': 'due_date',
                    'source_row_id': due_source_row_id
                },
                {
                    'of_table': 'report.overdue_tasks',
                    'figure': 'days_late',
                    'field': 'due_date',
                    'source_row_id': due_source_row_id
                }
            ], recursive := true)
        from core.fct_task
    ),

    behind as (
        select 'report.supervision_plan' as of_table, * exclude (counts) from dispatched where counts
        union all by name
        select 'report.supervision_plan' as of_table, * exclude (counts) from inspected where counts
        union all by name
        select 'report.institutional_outputs' as of_table, * from reported
        union all by name
        select 'report.routine_suspects' as of_table, * from alike
        union all by name
        select 'report.indicator_years' as of_table, * from compared
        union all by name
        select 'report.stated_vs_computed' as of_table, * from stated
        union all by name
        select *, 'days_late' as figure from late
        union all by name
        select
            'report.supervision_findings' as of_table,
            'last_year' as figure,
            'year' as field,
            finding.source_row_id as line_source_row_id,
            told.source_row_id
        from core.fct_supervision as finding
        inner join core.supervision_source as told
            on finding.supervision_key = told.supervision_key
            and finding.last_year = told.year
        union all by name
        select * from tasks
    )

    select
        of_table,
        figure,
        coalesce(is_all, true) as is_all,
        line_source_row_id,
        coalesce(counted, source_row_id) as counted,
        field,
        source_row_id
    from behind
    where source_row_id is not null;

-- The cells behind a figure, by its keys: from report.figure_cells('completed') where year = 2021 and domain = '…'.
create or replace macro report.figure_cells(figure_name) as table
    with parts as (
        select
            part,
            over
        from report.figure_parts()
        where measure = figure_name and of_table is null

        union all

        select
            figure_name as part,
            null as over
        where figure_name not in (select measure from report.figure_parts() where of_table is null)
    )

    select
        figure.* exclude (field, source_row_id),
        file.path,
        source.sheet,
        source.row_number,
        cell.cell,
        cell.header_text,
        cell.raw_text
    from report.counted_figures() as figure
    inner join (select distinct part from parts) as parts on figure.measure = parts.part
    left join raw.source_row as source on figure.source_row_id = source.source_row_id
    left join raw.source_file as file on coalesce(source.file_id, figure.counted) = file.file_id
    left join raw.source_cell as cell
        on figure.source_row_id = cell.source_row_id
        and (figure.field is null or figure.field = cell.field);

-- What changed in the tasks since a day (UTC): from report.changes_since('2022-09-01'). A task that appears has one line,
-- of the field task_key; one that has gone keeps its last title.
create or replace macro report.changes_since(since) as table
    select
        change.district_key as district,
        try_cast(
            split_part(substr(change.task_key, length(change.district_key) + 2), '|', 1) as integer
        ) as year,
        coalesce(
            task.title,
            arg_max(change.old_value, change.refresh_number) filter (where change.field = 'title') over of_task
        ) as title,
        change.field,
        change.old_value,
        change.new_value,
        change.changed_at,
        change.task_key,
        file.path,
        source.sheet,
        cell.cell,
        cell.raw_text
    from core.fct_task_history as change
    left join core.fct_task as task using (task_key)
    left join raw.source_row as source on change.source_row_id = source.source_row_id
    left join raw.source_file as file on source.file_id = file.file_id
    left join raw.source_cell as cell
        on change.source_row_id = cell.source_row_id
        and change.source_field = cell.field
    where change.changed_at >= cast(since as timestamp)
    window of_task as (partition by change.task_key)
    order by change.refresh_number, change.task_key, change.field;

-- The tasks as they stood after the last refresh up to a moment (UTC), or to the end of a day: from
-- report.task_as_of('2022-06-30'). What was changed later is undone.
create or replace macro report.task_as_of(moment) as table
    with later_changes as (
        select *
        from core.fct_task_history
        where
            changed_at > cast(moment as timestamp)
            + if(length(cast(moment as varchar)) <= 10, interval 86399999999 microseconds, interval 0 seconds)
        -- What came after a task had gone, or before it appeared, is of another life of it.
        qualify
            refresh_number <= coalesce(
                min(refresh_number) filter (where field = 'task_key') over (partition by task_key), refresh_number
            )
    ),

    first_changes as (
        select
            task_key,
            district_key,
            field,
            first(old_value order by refresh_number) as old_value
        from later_changes
        group by all
    ),

    later as (
        select
            task_key,
            district_key,
            map_from_entries(list((field, old_value))) as was
        from first_changes
        group by all
    ),

    known as (
        select
            task_key,
            district_key
        from core.fct_task

        union

        select
            task_key,
            district_key
        from later
    ),

    stood as (
        select
            known.*,
            later.was,
            task.* exclude (task_key, district_key)
        from known
        left join later using (task_key)
        left join core.fct_task as task
            on known.task_key = task.task_key
            and not coalesce(map_contains(later.was, 'task_key'), false)
        where coalesce(task.task_key, later.was['task_key']) is not null
    )

    select
        district_key as district,
        try_cast(split_part(substr(task_key, length(district_key) + 2), '|', 1) as integer) as year,
        if(map_contains(was, 'domain_key'), was['domain_key'], domain_key) as domain,
        if(map_contains(was, 'task_no'), was['task_no'], task_no) as task_no,
        if(map_contains(was, 'title'), was['title'], title) as title,
        if(map_contains(was, 'content'), was['content'], content) as content,
        if(
            map_contains(was, 'lead_department_key'), was['lead_department_key'], lead_department_key
        ) as lead_department,
        if(
            map_contains(was, 'supporting_departments'), was['supporting_departments'], supporting_departments
        ) as supporting_departments,
        if(map_contains(was, 'leader'), was['leader'], leader) as leader,
        if(
            map_contains(was, 'responsible_person'), was['responsible_person'], responsible_person
        ) as responsible_person,
        if(map_contains(was, 'due_text'), was['due_text'], due_text) as due_text,
        if(
            map_contains(was, 'planned_due_date'), try_cast(was['planned_due_date'] as date), planned_due_date
        ) as planned_due_date,
        if(map_contains(was, 'status'), was['status'], status) as status,
        if(
            map_contains(was, 'completed_date'), try_cast(was['completed_date'] as date), completed_date
        ) as completed_date,
        if(
            map_contains(was, 'carried_from_year'), try_cast(was['carried_from_year'] as integer), carried_from_year
        ) as carried_from_year,
        if(
            map_contains(was, 'postponed_to_year'), try_cast(was['postponed_to_year'] as integer), postponed_to_year
        ) as postponed_to_year,
        if(map_contains(was, 'progress'), was['progress'], progress) as progress,
        if(map_contains(was, 'remark'), was['remark'], remark) as remark,
        task_key
    from stood
    order by district, year, task_key;
