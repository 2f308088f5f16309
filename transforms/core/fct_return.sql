-- One row a file that a department sent, and that counts, and a year that it has rows of: its cells, its errors, when it was
-- sent and whether that was past the day on which the settings say that the year's returns are due (NULL while one of them is
-- unknown). What is sent past it on a period of which the department had sent a return in time corrects that return; what
-- tells of a period of a later year, or has rows of one as well, follows the year on, and is not late. The reform office sends none.
with received as (
    select *
    from rows_of_years()
    where department is not null and year is not null
),

said as (
    select
        district,
        department,
        file_id,
        state,
        year,
        reported_date,
        reported_period,
        min(source_row_id) as source_row_id
    from received
    group by all
),

sent as (
    select
        district,
        department,
        file_id,
        state,
        year,
        max(reported_date) as reported_date,
        max(reported_period) as reported_period,
        first(source_row_id order by reported_date desc nulls last, source_row_id) as source_row_id,
        count(*) over (partition by file_id) as years,
        year < max(year) over (partition by file_id) as follows_on
    from said
    group by district, department, file_id, state, year
),

cells_of_years as (
    select
        received.file_id,
        received.year,
        count(distinct (source.sheet, source.table_number, cell.field, cell.cell)) as cells
    from received
    semi join (select file_id from sent where years > 1) as of_several_years using (file_id)
    inner join raw.source_row as source using (source_row_id)
    inner join raw.source_cell as cell using (source_row_id)
    where source.record_type is not null and cell.cell is not null
    group by all
),

errors as (
    select
        finding.file_id,
        coalesce(received.year, file.year) as year,
        list(finding.finding_id order by finding.finding_id) as error_finding_ids
    from quality.finding as finding
    inner join raw.source_file as file using (file_id)
    left join received using (source_row_id)
    where finding.severity = 'error'
    group by all
),

-- The periods of which a department sent a return in time, be it replaced since.
reported_in_time as (
    select distinct
        sent.district,
        sent.department,
        sent.year,
        sent.reported_period
    from sent
    inner join returns_due() as due using (year)
    where sent.state in ('loaded', 'superseded') and sent.reported_date <= due.day
)

select
    sent.file_id,
    sent.district as district_key,
    sent.year,
    sent.department as department_key,
    file.path,
    coalesce(if(sent.years > 1, cells_of_years.cells, file.cells), 0) as cells,
    coalesce(len(errors.error_finding_ids), 0) as errors,
    errors.error_finding_ids,
    sent.reported_date,
    due.day as due_date,
    case
        when due.day is null then null
        when sent.follows_on or year(sent.reported_period) > sent.year then false
        when sent.reported_date is not null then sent.reported_date > due.day and in_time.reported_period is null
    end as is_late,
    sent.source_row_id
from sent
left join cells_of_years using (file_id, year)
left join errors using (file_id, year)
left join returns_due() as due using (year)
left join reported_in_time as in_time using (district, department, year, reported_period)
inner join raw.source_file as file using (file_id)
where sent.state in ('loaded', 'unreadable', 'unrecognised') and not is_reform_office(sent.department)
