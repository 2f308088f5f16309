-- A newer return says what the return that it replaces said, unless another sheet says it of the same thing. What it leaves
-- blank holds of a task as before; of anything else it does not hold any more.
with said_before as (
    select
        replaced.newest_source_row_id as source_row_id,
        source.record_type,
        cell.field,
        arg_min(cell.raw_text, replaced.place_before_newest) as raw_text,
        arg_min(cell_place(file.path, source.sheet, cell.cell), replaced.place_before_newest) as place
    from quality.newer_return as replaced
    inner join raw.source_row as source using (source_row_id)
    inner join raw.source_file as file using (file_id)
    inner join raw.source_cell as cell using (source_row_id)
    where
        cell.value is not null
        and (source.record_type, cell.field) in (
            ('task', 'status'),
            ('task', 'due_date'),
            ('task', 'domain'),
            ('task', 'lead_department'),
            ('output', 'document_number'),
            ('output', 'issued_date'),
            ('postponement', 'approved'),
            ('postponement', 'approved_by'),
            ('postponement', 'postponed_to_year'),
            ('dispatch', 'due_date'),
            ('dispatch', 'state'),
            ('publicity', 'level'),
            ('pilot', 'level')
        )
    group by all
),

newest as (
    select
        source_row_id,
        record_type,
        district,
        year,
        thing,
        thing_key
    from raw.thing
    where
        disposition in ('loaded', 'warned')
        and source_row_id in (select newest_source_row_id from quality.newer_return)
),

said_now as (
    select distinct
        newest.source_row_id,
        cell.field
    from newest
    inner join raw.thing as things using (record_type, district, year, thing_key)
    inner join raw.source_cell as cell on things.source_row_id = cell.source_row_id
    where things.disposition in ('loaded', 'warned') and cell.value is not null
)

select
    newest.source_row_id,
    said_before.field,
    said_now.source_row_id is not null as holds,
    '“' || newest.thing || '”较早的报送(' || said_before.place || ')填有“' || said_before.raw_text || '”,较新的未填;'
    || if(newest.record_type = 'task', '仍按较早的统计', '不再按较早的统计')
    || ',请补填,以免误解' as message_zh
from newest
inner join said_before using (source_row_id)
left join said_now
    on said_before.source_row_id = said_now.source_row_id
    and said_before.field = said_now.field
