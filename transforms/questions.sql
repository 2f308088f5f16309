-- What users ask of a published warehouse by name: table macros over its tables, made once these are built.

-- What a figure is made of when it is not counted by itself: the measures of report.figure_source behind it. over: the
-- key that a part leaves aside, as the year's planned tasks in the share of a quarter leave aside the quarter; until: the
-- key up to which a part is summed (of what has none, the last).
create or replace macro report.figure_parts() as table
    select *
    from (
        values
            ('completion_rate', 'planned', null, null),
            ('completion_rate', 'completed', null, null),
            ('completion_rate', 'postponed', null, null),
            ('completion_rate', 'cancelled', null, null),
            ('completion_rate_of_plan', 'planned', null, null),
            ('completion_rate_of_plan', 'completed', null, null),
            ('q4_share', 'planned', null, null),
            ('q4_share', 'q4_planned', null, null),
            ('share', 'planned', null, null),
            ('share', 'planned', 'quarter', null),
            ('to_come', 'remaining', null, 'quarter'),
            ('due_so_far', 'due_by_month', null, 'month'),
            ('completed_so_far', 'completed_by_month', null, 'month'),
            ('domain_no', 'domains', null, null)
    ) as made_of (measure, part, over, until);

-- The cells behind a figure, by its keys: from report.figure_cells('completed') where year = 2021 and domain = '…'.
create or replace macro report.figure_cells(figure_name) as table
    with parts as (
        select
            part,
            over
        from report.figure_parts()
        where measure = figure_name

        union all

        select
            figure_name as part,
            null as over
        where figure_name not in (select measure from report.figure_parts())
    )

    select
        figure.* exclude (field, source_row_id),
        file.path,
        source.sheet,
        source.row_number,
        cell.cell,
        cell.header_text,
        cell.raw_text
    from report.figure_source as figure
    inner join (select distinct part from parts) as parts on figure.measure = parts.part
    left join raw.source_row as source on figure.source_row_id = source.source_row_id
    left join raw.source_file as file on coalesce(source.file_id, figure.counted) = file.file_id
    left join raw.source_cell as cell
        on figure.source_row_id = cell.source_row_id
        and (figure.field is null or figure.field = cell.field);
