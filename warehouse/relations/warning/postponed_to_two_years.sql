-- A task is postponed to one year: two approvals that name different years are told of each other.
with approved as (
    select *
    from approved_postponements()
    where postponed_to_year is not null
),

differing as (
    select
        one.source_row_id,
        arg_min(
            '“' || cell.raw_text || '”(' || cell_place(other.path, other.sheet, cell.cell) || ')',
            other.source_row_id
        ) as other_says
    from approved as one
    inner join approved as other
        on one.district = other.district
        and one.year = other.year
        and one.key = other.key
        and one.postponed_to_year != other.postponed_to_year
    inner join raw.source_cell as cell
        on other.source_row_id = cell.source_row_id
        and cell.field = 'postponed_to_year'
    group by all
)

select
    approved.source_row_id,
    'postponed_to_year' as field,
    differing.other_says is null as holds,
    '延至' || approved.postponed_to_year || '年,而另一份经审批的延期写的是' || differing.other_says
    || ';请核对以哪一年为准' as message_zh
from approved
left join differing using (source_row_id)
