-- A decision that is said to be under way has no day on which it was carried out: the day does not make it met.
from ended_days(
    'dispatch',
    'completed_date',
    '完成时间',
    'state',
    '落实状态',
    ['done'],
    ',不按已落实统计;请核对,未落实的事项请把时间写在“完成时限”一栏'
)
