-- The weights of the indicators of a department's assessment add up to what its total can reach, where the sheet says it,
-- else to 100 points (or to 100%): of a sheet on which they do not, the first row of the department is told. Weights that
-- stand once for all departments, of indicators with a column each, are told of the first that has points for all.
with weighed as (
    select
        *,
        try_cast(weight as double) as weighs,
        assessed_key(indicator) = '' as is_total,
        count(*) over (partition by file_id, sheet, row_number) > 1 as is_wide
    from raw.assessment
    where disposition in ('loaded', 'warned') and try_cast(weight as double) is not null
),

added_up as (
    select
        file_id,
        sheet,
        is_wide,
        department,
        if(is_wide, row_number, table_number) as part,
        arg_min(source_row_id, (row_number, table_number)) filter (not is_total) as source_row_id,
        count(*) filter (not is_total) as indicators,
        sum(weighs) filter (not is_total) as total,
        max(weighs) filter (is_total) as whole
    from weighed
    group by file_id, sheet, is_wide, year, department, part
),

told as (
    select *
    from added_up
    where indicators > 1
    qualify
        not is_wide
        or row_number() over (partition by file_id, sheet, is_wide order by indicators desc, part) = 1
)

select
    source_row_id,
    'weight' as field,
    abs(total - 100) < 0.005
    or abs(total - 1) < 0.00005
    or coalesce(abs(total - whole) < 0.005, false) as holds,
    '“' || department || '”各项考核指标的权重合计' || format('{:g}', if(total <= 1, total * 100, total))
    || if(total <= 1, '%,不是100%', ',不是' || format('{:g}', coalesce(whole, 100)))
    || ';请核对权重,并补齐漏填的指标' as message_zh
from told
