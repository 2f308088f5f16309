-- Who answers for what: departments, persons, and the parts that they have in a task.

-- Whether a department is the district's reform office, whose ledgers speak for all departments.
create or replace macro is_reform_office(department) as
    coalesce(regexp_full_match(department, '[省市区县旗州]?委改革办'), false);

-- What a row of publicity or of pilots is recognised for, and whose it is: that of the department that leads its task,
-- else of the one that sent it, unless that is the reform office, which sends what is of others.
create or replace macro recognised_department(lead_department, reporting_department) as
    coalesce(lead_department, if(is_reform_office(reporting_department), null, reporting_department));

-- The keys of the persons that a cell names, in its order; NULL while their department is not known.
create or replace macro person_keys(district_key, department_key, persons) as
    list_transform(
        string_split(persons, '、'),
        lambda person: district_key || '|' || department_key || '|' || person
    );

-- The departments that support a task: those that a cell names for it but the one that leads it, which lists of all that
-- are responsible (责任单位) name as well.
create or replace macro departments_beside(lead_department, departments) as
    if(
        contains(departments, lead_department),
        nullif(
            array_to_string(
                list_filter(string_split(departments, '、'), lambda department: department != lead_department), '、'
            ),
            ''
        ),
        departments
    );

-- The parts that departments and persons have in a task: a list of {role, department_key, person}. A person goes with the
-- task's lead department.
create or replace macro task_parts(lead_department_key, supporting_departments, leader, responsible_person) as
    list_concat(
        [{'role': 'lead_department', 'department_key': lead_department_key, 'person': cast(null as varchar)}],
        list_transform(
            string_split(supporting_departments, '、'),
            lambda name: {'role': 'supporting_department', 'department_key': name, 'person': cast(null as varchar)}
        ),
        list_transform(
            string_split(leader, '、'),
            lambda name: {'role': 'leader', 'department_key': lead_department_key, 'person': name}
        ),
        list_transform(
            string_split(responsible_person, '、'),
            lambda name: {'role': 'responsible_person', 'department_key': lead_department_key, 'person': name}
        )
    );
