-- Meetings of one name are told apart by their days: a row without a day, beside others of its name in the year, counts
-- as the first of them, and is said so.
with named as (
    select
        source_row_id,
        name,
        year,
        try_cast(date as date) as date,
        count(*) over same_name as rows_of_name,
        min(cell_place(path, sheet, row_number || '行')) over same_name as first_place,
        max(cell_place(path, sheet, row_number || '行')) over same_name as last_place,
        cell_place(path, sheet, row_number || '行') as place
    from raw.meeting
    where disposition in ('loaded', 'warned')
    window same_name as (partition by district, year, title_key(name))
)

select
    source_row_id,
    'date' as field,
    date is not null or rows_of_name = 1 as holds,
    '会议“' || name || '”没有填写日期,无法与' || year || '年的同名会议('
    || if(place = first_place, last_place, first_place) || ')区分,不另计一次;请填写召开日期' as message_zh
from named
