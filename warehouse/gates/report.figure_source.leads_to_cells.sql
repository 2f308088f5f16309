-- The field that made a figure has a cell with a value in its source row.
select
    figure.measure,
    figure.counted,
    figure.field,
    figure.source_row_id
from report.figure_source as figure
where
    figure.field is not null
    and not exists (
        from raw.source_cell as cell
        where
            cell.source_row_id = figure.source_row_id
            and cell.field = figure.field
            and cell.value is not null
    )
