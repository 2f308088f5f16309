-- A finding of an inspection is closed after it was verified: a closing that no sheet says was verified is told.
with findings as (
    select
        *,
        bool_or(is_verified(verification, verified_by, verified_date)) over same_finding as is_verified_anywhere
    from raw.supervision
    inner join supervision_keys() using (source_row_id)
    window same_finding as (partition by supervision_key)
)

select
    source_row_id,
    'verification' as field,
    is_verified_anywhere as holds,
    '问题“' || problem || '”已销号,但没有核验记录' || coalesce('(核验栏为“' || verification || '”)', '')
    || ';请填写核验情况、核验单位或核验时间,未核验的请改为整改中' as message_zh
from findings
where
    state = 'closed'
    or (state is null and closed_date is not null)
