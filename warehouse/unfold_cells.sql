-- One row a cell of the columns in read_columns, where all cells of a column are one text; what single cells have of
-- their own stands in peculiar_cells.
insert into raw.source_cell by name
with columns as (
    select
        * exclude (row_numbers, raw_text, value),
        string_split(row_numbers, ',') as row_numbers,
        string_split(raw_text, raw_separator) as raw_texts,
        string_split(coalesce(value, raw_text), coalesce(value_separator, raw_separator)) as meanings
    from read_columns
),

cells as (
    select
        column_number,
        unnest(range(len(raw_texts))) as position,
        place,
        district,
        field,
        header_text,
        letters::varchar as letters,
        cell::varchar as cell,
        unnest(row_numbers) as row_number,
        unnest(raw_texts) as raw_text,
        unnest(meanings) as meaning
    from columns
)

select
    cells.place || cells.row_number as source_row_id,
    cells.district,
    cells.field,
    cells.header_text,
    case
        when peculiar.is_elsewhere::boolean then peculiar.cell::varchar
        when cells.letters is not null then cells.letters || cells.row_number
        else cells.cell
    end as cell,
    cells.raw_text,
    nullif(cells.meaning, '') as value,
    peculiar.doubt_rule,
    peculiar.doubt_message
from cells
left join peculiar_cells as peculiar
    on peculiar.column_number::bigint = cells.column_number
    and peculiar.position::bigint = cells.position;
