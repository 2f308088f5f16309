-- The field that made a figure has a cell with a value in its source row.
select
    figure.measure,
    figure.counted,
    figure.field,
    figure.source_row_id
from report.figure_source as figure
anti join (
    select
        source_row_id,
        field
    from raw.source_cell
    where value is not null
) as cell
    on figure.source_row_id = cell.source_row_id
    and figure.field = cell.field
where figure.field is not null
