-- One row a figure that a written report states, for the whole year (domain NULL) or a domain.
select
    source_row_id as stated_key,
    district_key,
    year,
    report,
    measure,
    domain_key,
    stated,
    stated_text,
    quote,
    source_row_id
from staging.stg_stated
