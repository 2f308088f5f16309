-- One row a task that may be routine work passed off as reform, with the signs of it: a hint for people, never a
-- verdict. Listed are tasks past their end that left no document, mechanism or figure; tasks worded as routine without
-- a document; and tasks that say nearly word for word what one of an earlier year said.
with documents as (
    select distinct task_key
    from core.output_task
),

figures as (
    select distinct task_key
    from core.fct_indicator
    where task_key is not null
),

seen as (
    select
        task.*,
        status in ('completed', 'overdue') as is_ended,
        documents.task_key is not null as has_document,
        regexp_matches(concat_ws('。', title, content, progress), mechanism_wordings()) as has_mechanism,
        figures.task_key is not null as has_figure,
        list_distinct(regexp_extract_all(concat_ws('。', title, content), routine_wordings())) as wordings
    from core.fct_task as task
    left join documents using (task_key)
    left join figures using (task_key)
),

suspected as (
    select
        seen.*,
        repeated.earlier_years,
        repeated.earlier_title,
        repeated.likeness
    from seen
    left join core.task_repeated as repeated using (task_key)
    where
        (is_ended and not (has_document or has_mechanism or has_figure))
        or (len(wordings) > 0 and not has_document)
        or repeated.task_key is not null
),

explained as (
    select
        *,
        list_filter(
            [
                if(not has_document, if(is_ended, '没有', '尚无') || '对应的制度性成果', null),
                if(not has_mechanism, '没有提到建立机制、平台或机构', null),
                if(not has_figure, if(is_ended, '没有', '尚无') || '量化指标', null),
                if(
                    len(wordings) > 0,
                    '用语似常规工作:“' || array_to_string(list_sort(wordings)[:3], '”“') || '”',
                    null
                ),
                '与' || array_to_string(earlier_years, '、') || '年的“' || earlier_title || '”'
                || if(likeness = 1, '相同', '几乎相同(相似度' || cast(floor(likeness * 100) as integer) || '%)')
            ],
            lambda reason: reason is not null
        ) as reasons
    from suspected
)

select
    explained.district_key as district,
    explained.year,
    coalesce(explained.domain_key, '未填') as domain,
    explained.title,
    explained.lead_department_key as lead_department,
    explained.status,
    array_to_string(reasons, ';') as reasons,
    len(reasons) as signs,
    array_to_string(explained.earlier_years, '、') as earlier_years,
    explained.earlier_title,
    explained.likeness,
    explained.source_row_id
from explained
left join core.dim_domain_year as known
    on explained.district_key = known.district_key
    and explained.year = known.year
    and explained.domain_key is not distinct from known.domain_key
order by district, explained.year, signs desc, known.domain_no, explained.task_key
