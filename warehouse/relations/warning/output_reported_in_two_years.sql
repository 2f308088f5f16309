-- An output counts once, in one year: the rows of other years that report it are told of a row of that year, and these of
-- them.
with reported as (
    select
        output.source_row_id,
        output.title,
        try_cast(output.year as integer) as year,
        groups.output_key,
        groups.counted_year,
        cell_place(output.path, output.sheet, cell.cell) as place
    from raw.output as output
    inner join output_groups() as groups using (source_row_id)
    left join raw.source_cell as cell
        on output.source_row_id = cell.source_row_id
        and cell.field = 'title'
),

years as (
    select
        output_key,
        min(year) != max(year) as is_in_several_years,
        min(place) filter (where year = counted_year) as place,
        min(place) filter (where year != counted_year) as other_place,
        min(year) filter (where year != counted_year) as other_year
    from reported
    group by all
)

select
    reported.source_row_id,
    'title' as field,
    not years.is_in_several_years as holds,
    '成果“' || reported.title || '”在'
    || if(
        reported.year = reported.counted_year,
        years.other_year || '年也有填报(' || years.other_place,
        reported.counted_year || '年已有填报(' || years.place
    )
    || '),只在' || reported.counted_year || '年统计一次;如是不同的文件,请填写各自的文号和印发时间' as message_zh
from reported
inner join years using (output_key)
