-- What was adopted above or won is reported for the year of its day: a row without a day that repeats what an earlier year
-- reported counts in that year alone, and is said so.
with placed as (
    select
        *,
        arg_min(cell_place(path, sheet, row_number || '行'), (year, path, sheet, row_number)) over (
            partition by recognition_key
        ) as first_place
    from recognition_keys()
)

select
    source_row_id,
    title_field as field,
    year = counted_year as holds,
    '“' || title || '”在' || counted_year || '年已有填报(' || first_place || '),没有填写日期,不在' || year
    || '年另计;如是新取得的,请填写日期' as message_zh
from placed
