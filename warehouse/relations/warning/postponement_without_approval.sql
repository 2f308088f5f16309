-- A postponement counts when a record says that it was agreed to and names the meeting or document; of several sheets that
-- tell of a request one is enough.
with answered as (
    select
        source_row_id,
        is_agreed,
        is_refused,
        bool_or(is_agreed) over (partition by district, year, key) as is_agreed_somewhere
    from postponement_answers()
)

select
    source_row_id,
    if(postponement.approved = 'yes', 'approved_by', 'approved') as field,
    answered.is_agreed or answered.is_agreed_somewhere as holds,
    '“' || title || '”的延期' || case
        when answered.is_refused then '未获同意'
        when postponement.approved = 'yes' and approved_by is not null
            then '写为同意,但“' || approved_by || '”没有写明审批的会议或文件'
        else '没有审批记录(须写明同意延期和审批会议或文件)'
    end || ',不按延期统计,任务没有完成的按未完成统计;' || if(answered.is_refused, '请按原时限推进,获同意后再报', '请补填') as message_zh
from raw.postponement as postponement
inner join answered using (source_row_id)
