-- One row a responsible person of a department: the same name in two departments is two people.
select distinct
    district_key,
    person_key,
    responsible_person as name,
    lead_department_key as department_key
from core.fct_task
where person_key is not null
