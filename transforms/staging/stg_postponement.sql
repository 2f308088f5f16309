-- One row a postponement row that passed the checks, typed. Approved means that a meeting or document is named.
select
    source_row_id,
    district as district_key,
    try_cast(year as integer) as year,
    title_key,
    path,
    table_number,
    row_number,
    title,
    domain as domain_key,
    lead_department as lead_department_key,
    reason,
    approved_by,
    coalesce(approved = 'yes', false) and approved_by is not null as approved,
    try_cast(postponed_to_year as integer) as postponed_to_year,
    remark
from raw.postponement
where disposition in ('loaded', 'warned')
