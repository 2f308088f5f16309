-- One row a finding of an inspection, in the year in which it was first told, from the problem to its measure, its deadline, who must mend it, and how
-- it stands: those past their deadline first, then the reopened, the open and the closed.
select
    finding.district_key as district,
    finding.year,
    finding.last_year,
    coalesce(finding.domain_key, '未填') as domain,
    finding.task_title,
    finding.round,
    finding.inspection_kind,
    finding.inspected_department_key as inspected_department,
    finding.problem,
    finding.corrective_measure,
    finding.due_text,
    finding.due_date,
    coalesce(finding.department_key, '未填') as department,
    finding.supporting_departments,
    finding.leader,
    finding.responsible_person,
    finding.found_date,
    finding.status,
    finding.days_late,
    finding.closed_date,
    finding.verified,
    finding.verification,
    finding.verified_by,
    finding.verified_date,
    finding.second_look,
    finding.second_look_date,
    finding.remark,
    finding.source_row_id,
    finding.status_source_row_id
from core.fct_supervision as finding
order by
    district,
    finding.year,
    list_position(['overdue', 'reopened', 'open', 'closed'], finding.status),
    finding.days_late desc nulls last,
    finding.supervision_key
