-- A row of a department's return counts until a newer return of the department replaces it.
select
    things.source_row_id,
    things.field,
    newest.source_row_id is null as holds,
    '“' || things.thing || '”已由' || things.reporting_department || '较新的报送('
    || cell_place(newest.path, newest.sheet, newest.row_number || '行')
    || coalesce(',填报日期' || newest.reported_date, ',报送期截至' || newest.reported_period, '')
    || ')代替,本行不再统计' as message_zh
from raw.thing as things
left join quality.newer_return as newer_return using (source_row_id)
left join raw.thing as newest on newer_return.newest_source_row_id = newest.source_row_id
where things.disposition in ('loaded', 'warned') and not things.is_plan
