-- A numbered meeting (第五次会议) was held once: of several days that rows give it the one sent last is shown, and each row is
-- told of another day.
with dated as (
    select
        told.*,
        cell_place(told.path, told.sheet, cell.cell) as place
    from meeting_keys() as told
    inner join raw.source_cell as cell
        on told.source_row_id = cell.source_row_id
        and cell.field = 'date'
    where told.is_numbered and told.held_on is not null
),

compared as (
    select
        *,
        min({'day': held_on, 'place': place}) over same_meeting as earliest,
        max({'day': held_on, 'place': place}) over same_meeting as latest
    from dated
    window same_meeting as (partition by meeting_key)
),

told as (
    select
        *,
        if(held_on = earliest.day, latest, earliest) as other
    from compared
)

select
    source_row_id,
    'date' as field,
    earliest.day = latest.day as holds,
    '会议“' || name || '”的日期' || held_on || '与另一处的' || other.day || '(' || other.place
    || ')不一致,只计一次;请核对日期,如是两次会议,请在名称中写明届次' as message_zh
from told
