-- One row a district, year and domain of its tasks or outputs: the documents that came out, by kind.
with spine as (
    select
        district_key,
        year,
        domain_key
    from core.dim_domain_year

    union

    select
        district_key,
        year,
        domain_key
    from core.fct_output
)

select
    spine.district_key,
    spine.year,
    spine.domain_key,
    count(output.output_key) as outputs,
    count(*) filter (where output.kind = '出台') as issued,
    count(*) filter (where output.kind = '印发') as printed,
    count(*) filter (where output.kind = '制定') as drawn_up,
    count(*) filter (where output.kind = '编印') as compiled,
    count(*) filter (where output.kind = '清单') as lists,
    count(*) filter (where output.kind = '其他') as other_kinds,
    count(output.output_key) filter (where output.kind is null) as kind_unknown
from spine
left join core.fct_output as output
    on spine.district_key = output.district_key
    and spine.year = output.year
    and spine.domain_key is not distinct from output.domain_key
group by all
