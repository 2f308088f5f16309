-- Every row of every file was checked: a row gets its disposition from the checks alone.
select source_row_id
from raw.source_row
where disposition is null
