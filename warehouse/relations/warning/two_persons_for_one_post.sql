-- A task or a finding has one person in a post (责任领导, 责任人): sheets that name different persons for it are told of
-- each other. A sheet that names several persons agrees with one that names any of them.
with named as (
    select
        source_row_id,
        path,
        sheet,
        concat_ws('|', 'task', district, year, title_key) as subject,
        title as subject_title,
        unnest([
            {'field': 'leader', 'noun': '责任领导', 'persons': leader},
            {'field': 'responsible_person', 'noun': '责任人', 'persons': responsible_person}
        ], recursive := true)
    from raw.task
    where disposition in ('loaded', 'warned') and title_key is not null

    union all

    select
        source_row_id,
        path,
        sheet,
        'supervision|' || supervision_key as subject,
        problem as subject_title,
        unnest([
            {'field': 'leader', 'noun': '责任领导', 'persons': leader},
            {'field': 'responsible_person', 'noun': '责任人', 'persons': responsible_person}
        ], recursive := true)
    from raw.supervision
    inner join supervision_keys() using (source_row_id)
),

posts as (
    select *
    from named
    where persons is not null
),

disputed as (
    select
        subject,
        field
    from posts
    group by all
    having count(distinct persons) > 1
),

contradicted as (
    select
        one.source_row_id,
        one.field,
        arg_min(
            '“' || other.persons || '”(' || cell_place(other.path, other.sheet, cell.cell) || ')',
            other.source_row_id
        ) as other_says
    from posts as one
    semi join disputed using (subject, field)
    inner join posts as other
        on one.subject = other.subject
        and one.field = other.field
        and not list_has_any(string_split(one.persons, '、'), string_split(other.persons, '、'))
    inner join raw.source_cell as cell
        on other.source_row_id = cell.source_row_id
        and other.field = cell.field
    group by all
)

select
    posts.source_row_id,
    posts.field,
    contradicted.other_says is null as holds,
    '“' || posts.subject_title || '”的' || posts.noun || '“' || posts.persons || '”与另一处填报的'
    || contradicted.other_says || '不一致;一个岗位只填一人,请核对' as message_zh
from posts
left join contradicted using (source_row_id, field)
