-- What names a row has a letter or a Chinese character: marks and figures alone name nothing.
select
    things.source_row_id,
    things.field,
    regexp_matches(cell.value, '\p{L}') as holds,
    things.noun || '“' || cell.raw_text || '”没有文字;请填写全称' as message_zh
from raw.thing as things
inner join raw.source_cell as cell
    on things.source_row_id = cell.source_row_id
    and things.field = cell.field
where
    things.disposition in ('loaded', 'warned')
    and cell.value is not null
