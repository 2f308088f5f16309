-- A task that is said to be under way, postponed or cancelled has no day on which it was completed.
from ended_days(
    'task',
    'completed_date',
    '完成时间',
    'status',
    '完成状态',
    ['completed'],
    ';请核对完成状态,未完成的事项请把时间写在“完成时限”一栏'
)
