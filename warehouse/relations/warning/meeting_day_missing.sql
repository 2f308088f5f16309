-- Meetings without a number are told apart by their days: a row that does not say its day, beside others of its name in the
-- year, or in the month that it says, counts as the first of them, and is said so.
with placed as (
    select
        *,
        cell_place(path, sheet, row_number || '行') as place,
        count(*) over same_meeting as rows_of_meeting,
        min(cell_place(path, sheet, row_number || '行')) over same_meeting as first_place,
        max(cell_place(path, sheet, row_number || '行')) over same_meeting as last_place
    from meeting_keys()
    window same_meeting as (partition by meeting_key)
)

select
    source_row_id,
    'date' as field,
    is_numbered or held_on is not null or rows_of_meeting = 1 as holds,
    '会议“' || name || '”没有写明召开日期,无法与' || year || '年的同名会议('
    || if(place = first_place, last_place, first_place) || ')区分,不另计一次;请填写召开日期' as message_zh
from placed
