-- One row a supervision row, tied to the finding it is about. description_rank orders the rows of a finding by who
-- describes it, in its first year first; report_rank by who may say how it stands: what was sent last first, a second
-- look (回头看) before the rest. sending_rank is the same for what was sent on one day.
select
    supervision_key,
    source_row_id,
    district_key,
    year,
    row_number() over (
        partition by supervision_key
        order by year, path, table_number, row_number
    ) as description_rank,
    row_number() over (
        partition by supervision_key
        order by
            year desc,
            sent_on desc nulls last,
            (is_second_look or coalesce(reported_state = 'reopened', false)) desc,
            path,
            table_number,
            row_number
    ) as report_rank,
    dense_rank() over (
        partition by supervision_key
        order by year desc, sent_on desc nulls last
    ) as sending_rank
from staging.stg_supervision
