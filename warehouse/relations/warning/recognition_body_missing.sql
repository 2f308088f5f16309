-- An article that several bodies adopt counts once for each: a row that leaves the body out, beside one of its title that
-- names it, counts as that adoption, and is said so.
with placed as (
    select
        *,
        arg_min(cell_place(path, sheet, row_number || '行'), (is_body_left_out, path, sheet, row_number)) over same_body
            as named_place,
        arg_min(body, (is_body_left_out, path, sheet, row_number)) over same_body as named_body
    from recognition_keys()
    window same_body as (partition by recognition_key)
)

select
    source_row_id,
    body_field as field,
    not is_body_left_out as holds,
    '“' || title || '”没有填写' || body_noun || ',按“' || named_body || '”采用的(' || named_place
    || ')统计,不另计一次;请填写' || body_noun as message_zh
from placed
where recognition != 'pilot'
