-- A request is agreed to or refused: sheets that say both are told of each other. The later answer counts, by the days of the
-- sheets; without them the refusal does.
with answers as (
    select
        answered.*,
        answer.raw_text,
        cell_place(answered.path, answered.sheet, answer.cell) as place
    from postponement_answers() as answered
    inner join raw.source_cell as answer
        on answered.source_row_id = answer.source_row_id
        and answer.field = 'approved'
    where is_agreed or is_refused
),

compared as (
    select
        *,
        bool_or(approved) over same_task as is_approved,
        arg_min('“' || raw_text || '”(' || place || ')', place) filter (where is_agreed) over same_task as agreed,
        arg_min('“' || raw_text || '”(' || place || ')', place) filter (where is_refused) over same_task as refused
    from answers
    window same_task as (partition by district, year, key)
)

select
    source_row_id,
    'approved' as field,
    agreed is null or refused is null as holds,
    '“' || title || '”的延期此处填报为“' || raw_text || '”,另一处填报为' || if(is_agreed, refused, agreed)
    || if(is_approved, ',按较晚的同意统计', ',按不同意统计') || ';请核对,并在两份表中写明填报日期' as message_zh
from compared
