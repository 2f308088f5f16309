-- One row a person of a department who answers for a task, a finding of an inspection or a decision: the same name in two
-- departments is two people. A person whose department is not known cannot be told from others of the name and does not
-- stand here.
with named as (
    select
        district_key,
        lead_department_key as department_key,
        responsible_person as persons
    from core.fct_task

    union all

    select
        district_key,
        department_key,
        responsible_person as persons
    from core.fct_supervision

    union all

    select
        district_key,
        department_key,
        responsible_person as persons
    from core.fct_dispatch
)

select distinct
    district_key,
    unnest(person_keys(district_key, department_key, persons)) as person_key,
    unnest(string_split(persons, '、')) as name,
    department_key
from named
where persons is not null and department_key is not null
