-- A finding of an inspection is closed after it was verified: a closing that no sheet says was verified is told, be it
-- of a finding that was verified once, before it was reopened, or before what was sent last denies it. One dated before its
-- finding is told as such.
with findings as (
    select
        *,
        bool_or(verified) over same_finding
        and coalesce(
            arg_max(coalesce(says_verified(verification), nullif(verified, false)), sent_on) over same_finding, true
        ) as is_verified
    from raw.supervision
    inner join supervision_keys() using (source_row_id)
    window same_finding as (partition by supervision_key)
)

select
    source_row_id,
    'verification' as field,
    is_verified as holds,
    '问题“' || problem || '”' || if(reopened_on is null, '已销号', '重新打开后再次销号') || ',但没有核验记录'
    || coalesce('(核验栏为“' || verification || '”)', '')
    || ';请填写核验情况、核验单位或核验时间,未核验的请改为整改中' as message_zh
from findings
where
    standing = 'closed'
    and coalesce(coalesce(closed_on, try_cast(reported_date as date)) > reopened_on, true)
