-- A finding of an inspection that is said to be open has no day on which it was closed: the day closes nothing.
from ended_days(
    'supervision',
    'closed_date',
    '销号时间',
    'state',
    '整改状态',
    ['closed', 'reopened'],
    ',不按已销号统计;请核对,未销号的问题请删去销号时间,计划的时间写在“整改时限”一栏'
)
