-- One row a district: one in a district's own installation, many in a city's or a province's.
select distinct
    district as district_key,
    district as name
from raw.source_file
