-- One row a meeting row that passed the checks, typed, with the meeting that it is about (meeting_key).
select
    source_row_id,
    meeting.district as district_key,
    try_cast(meeting.year as integer) as year,
    meeting_key,
    meeting.path,
    table_number,
    meeting.row_number,
    meeting.name as meeting,
    try_cast(date as date) as date,
    held_on,
    try_cast(reported_date as date) as reported_date,
    agenda,
    remark
from raw.meeting as meeting
inner join meeting_keys() using (source_row_id)
where disposition in ('loaded', 'warned')
