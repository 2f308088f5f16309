-- One row a record that the page of a $district shows in a $year and a source row it was made from. A task and an output
-- have the rows of every figure that counts them, with the fields that decided; a finding of an inspection has the rows
-- of every list that follows it; any other record has its own row.
with counted as (
    select
        record.source_row_id as record_row_id,
        figure.source_row_id,
        figure.field
    from report.figure_source as record
    inner join report.figure_source as figure using (district, year, counted)
    where
        record.district = $district
        and record.year = $year
        and record.measure in ('planned', 'outputs')
        and (record.measure = 'outputs') = (figure.measure = 'outputs')
),

followed as (
    select
        finding.source_row_id as record_row_id,
        source.source_row_id
    from core.fct_supervision as finding
    inner join core.supervision_source as source using (supervision_key)
    where finding.district_key = $district and finding.year = $year
),

shown as (
    select unnest($record_row_ids) as record_row_id
),

behind as (
    select
        record_row_id,
        source_row_id,
        field
    from counted
    semi join shown using (record_row_id)

    union

    select
        record_row_id,
        source_row_id,
        null as field
    from followed
    semi join shown using (record_row_id)

    union

    select
        record_row_id,
        record_row_id as source_row_id,
        null as field
    from shown
)

select
    behind.record_row_id,
    behind.source_row_id,
    list(distinct behind.field order by behind.field) filter (where behind.field is not null) as fields,
    any_value(file.path) as path,
    any_value(source.sheet) as sheet,
    any_value(source.row_number) as row_number
from behind
inner join raw.source_row as source using (source_row_id)
inner join raw.source_file as file using (file_id)
group by all
order by behind.record_row_id, any_value(source.is_plan) desc, path, sheet, row_number, behind.source_row_id
