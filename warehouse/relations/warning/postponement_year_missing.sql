-- An approved postponement says to which year: without it the task returns in no year.
select
    source_row_id,
    'postponed_to_year' as field,
    postponed_to_year is not null as holds,
    '“' || title || '”同意延期,但未写明延至年度,不会结转到任何年度;请补填延至年度' as message_zh
from raw.postponement
semi join approved_postponements() using (source_row_id)
