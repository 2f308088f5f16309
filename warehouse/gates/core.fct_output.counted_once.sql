-- An output stands once a year, and no accepted output row is left out.
select output_key
from core.fct_output
group by output_key
having count(*) > 1

union all

select output_key
from core.output_group
anti join core.fct_output using (output_key)
