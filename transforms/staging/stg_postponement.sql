-- One row a postponement row that passed the checks, typed. Approved means that a meeting or document is named, and that no
-- later answer refused it.
select
    source_row_id,
    postponement.district as district_key,
    try_cast(postponement.year as integer) as year,
    postponement.title_key,
    postponement.path,
    table_number,
    row_number,
    postponement.title,
    domain as domain_key,
    lead_department as lead_department_key,
    reason,
    approved_by,
    answer.approved,
    try_cast(postponement.postponed_to_year as integer) as postponed_to_year,
    try_cast(due_date as date) as due_date,
    due_date_text as due_text,
    remark
from raw.postponement as postponement
inner join postponement_answers() as answer using (source_row_id)
