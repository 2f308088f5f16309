-- A department's newer return lists every task that an older one of the year listed, as does a newer plan. One that lists
-- less than half of them is no list of all, and leaves nothing out; what is completed or cancelled need not be listed again.
with listed as (
    select * exclude (disposition)
    from raw.task
    where disposition in ('loaded', 'warned')

    union all by name

    select * exclude (place_before_newest)
    from replaced_tasks()
),

lists as (
    select
        listed.district,
        listed.year,
        listed.is_plan,
        if(listed.is_plan, null, listed.reporting_department) as sender,
        listed.file_id,
        listed.path,
        max(day_of_sheet(listed.reported_date, listed.reported_period)) as sent_on,
        any_value(file.first_seen_at) as arrived_at,
        list(distinct listed.title_key) as keys
    from listed
    inner join raw.source_file as file using (file_id)
    where listed.is_plan or listed.reporting_department is not null
    group by all
),

followed as (
    select
        older.file_id,
        older.is_plan,
        newer.path as newer_path,
        newer.sent_on as newer_sent_on,
        newer.arrived_at as newer_arrived_at,
        list_filter(older.keys, lambda key: not list_contains(newer.keys, key)) as left_out,
        len(left_out) <= len(older.keys) / 2 as is_list_of_all
    from lists as older
    inner join lists as newer
        on older.district = newer.district
        and older.year = newer.year
        and older.is_plan = newer.is_plan
        and older.sender is not distinct from newer.sender
        and coalesce(newer.sent_on > older.sent_on, newer.arrived_at > older.arrived_at)
),

-- What the newest of them leaves out.
left_out as (
    select
        file_id,
        is_plan,
        newer_path,
        unnest(left_out) as title_key
    from followed
    qualify row_number() over (
        partition by file_id, is_plan
        order by newer_sent_on desc nulls last, newer_arrived_at desc, newer_path
    ) = 1 and is_list_of_all
)

select
    task.source_row_id,
    'title' as field,
    left_out.file_id is null or coalesce(task.status in ('completed', 'cancelled'), false) as holds,
    '“' || task.title || '”在较新的' || if(task.is_plan, '工作要点', '报送') || '(' || left_out.newer_path
    || ')中没有列出,仍按本行统计;请核对是漏列还是已经调整' as message_zh
from raw.task as task
left join left_out
    on task.file_id = left_out.file_id
    and task.is_plan = left_out.is_plan
    and task.title_key = left_out.title_key
where task.disposition in ('loaded', 'warned') and task.title_key is not null
