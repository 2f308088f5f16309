-- One row a responsible person of a department: the same name in two departments is two people. A person whose
-- department is not known cannot be told from others of the name and does not stand here.
select distinct
    district_key,
    unnest(person_keys) as person_key,
    unnest(string_split(responsible_person, '、')) as name,
    lead_department_key as department_key
from core.fct_task
where person_keys is not null
