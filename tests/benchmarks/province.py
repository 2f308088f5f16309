"""How long every core and report table of a province takes to compute, beside copying its rows once, in one run.

Run it with `python -m tests.benchmarks.province [DISTRICTS]` (105 by default, and a tenth of it): ten years, 40
departments, all ledgers. The rows stand in raw as loading and checking leaves them: no spreadsheets are made. Copied is
what loading fills and the models read: the files, their rows, the cells of these and the rows' values. Built is every
table of a new warehouse, with its comments, its gates and the history of tasks, all of which are new.
"""

import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from duckdb import DuckDBPyConnection

from sources.records import record_types
from transforms.models import SCHEMAS, models
from warehouse import rebuild, tables
from warehouse.load import Refresh, record_refresh, touch
from warehouse.query import open_read_only
from warehouse.store import connect

YEARS = 10
DEPARTMENTS = 40
READS = 5
REFRESH = Refresh("benchmark", datetime(2022, 1, 1), date(2021, 10, 1), "inbox", "software")

ROWS_OF_A_FILE = {
    "task": 50,
    "output": 4,
    "postponement": 1,
    "indicator": 3,
    "supervision": 2,
    "dispatch": 2,
    "publicity": 1,
    "pilot": 1,
    "assessment": 1,
}
ROWS_OF_A_YEAR = {"meeting": 4, "stated": 12}
"""What the reform office itself keeps, in the file of the first department."""

DUE = "make_date(file.year, 1 + (row * 7 + file.department) % 12, 28)::varchar"
TITLE = "'关于推进第' || file.department || '单位第' || {} || '项重点领域改革、健全长效机制的工作'"
DEPARTMENT = "'区第' || file.department || '局'"
LEVEL = "['国家', '省', '市', '区'][1 + row % 4]"

VALUES = {
    "task": {
        "task_no": "row",
        "domain": "['经济', '城区发展', '行政', '文化', '社会', '民主法制', '生态', '党建'][1 + row % 8] || '体制改革'",
        "title": TITLE.format("row"),
        "content": "'建立健全第' || row || '项工作机制,明确职责分工和时间节点,形成可复制可推广的经验做法'",
        "lead_department": DEPARTMENT,
        "supporting_departments": "'区第' || (file.department + 1) || '局、区第' || (file.department + 2) || '局'",
        "leader": "'领导' || file.department",
        "responsible_person": "'干部' || (row % 9)",
        "due_date": DUE,
        "progress": "'已召开专题会议' || (row % 7) || '次,印发实施方案'",
        "status": "['completed', 'completed', 'completed', 'in_progress', 'postponed', null][1 + row % 6]",
        "completed_date": f"if(row % 6 < 3, {DUE}, null)",
    },
    "output": {
        "title": "'《第' || file.department || '单位第' || row || '项改革实施办法》'",
        "document_number": "'区办〔' || file.year || '〕' || (file.department * 10 + row) || '号'",
        "issuer": DEPARTMENT,
        "issued_date": DUE,
        "task_title": TITLE.format("row * 3"),
        "kind": "['出台', '印发', '编印', '清单'][1 + row % 4]",
    },
    "postponement": {
        "title": TITLE.format("10"),
        "reason": "'上级文件尚未出台'",
        "approved_by": "'区委全面深化改革委员会会议'",
        "approved": "'yes'",
        "postponed_to_year": "file.year + 1",
    },
    "indicator": {
        "name": "'第' || row || '项服务户数'",
        "value": "row * 100 + file.department",
        "unit": "'户'",
        "task_title": TITLE.format("row"),
        "as_of_date": DUE,
    },
    "supervision": {
        "round": "'第一轮'",
        "inspected_department": DEPARTMENT,
        "task_title": TITLE.format("row"),
        "problem": "'第' || row || '项任务台账不全'",
        "corrective_measure": "'限期补齐台账'",
        "due_date": DUE,
        "responsible_department": DEPARTMENT,
        "responsible_person": "'干部' || row",
        "state": "['open', 'closed'][1 + row % 2]",
        "found_date": "make_date(file.year, 2, 1)::varchar",
        "closed_date": f"if(row % 2 = 1, {DUE}, null)",
    },
    "dispatch": {
        "chaired_by": "'领导' || file.department",
        "date": DUE,
        "task_title": TITLE.format("row"),
        "decision": "'加快推进第' || row || '项任务'",
        "due_date": DUE,
    },
    "publicity": {
        "title": "'第' || file.department || '单位改革经验'",
        "adopted_by": "'省委改革办'",
        "level": LEVEL,
        "form": "'简报'",
        "date": DUE,
        "task_title": TITLE.format("row"),
    },
    "pilot": {"name": "'第' || file.department || '单位试点'", "approved_by": "'省政府'", "level": LEVEL, "date": DUE},
    "assessment": {"department": DEPARTMENT, "indicator": "'改革工作'", "weight": "10", "points": "8 + row % 2"},
    "meeting": {"name": "'第' || row || '次会议'", "date": "make_date(file.year, row * 3, 1)::varchar"},
    "stated": {
        "report": "'年度报告'",
        "measure": "['planned', 'completed', 'outputs'][1 + row % 3]",
        "value": "row * 100",
    },
}


def fill(con: DuckDBPyConnection, districts: int) -> None:
    """Load a province: a file a district, year and department, with rows of every record type."""
    tables.prepare(con)
    record_refresh(con, REFRESH)
    for number in range(1, districts + 1):
        con.execute(f"""
            create or replace temp table file as
            select
                'd{number}y' || year || 'p' || department as file_id,
                '第{number:03}区' as district,
                district || '/' || year || '/区第' || department || '局.xlsx' as path,
                year,
                department
            from range(2012, 2012 + {YEARS}) as years (year)
            cross join range(1, {DEPARTMENTS} + 1) as departments (department)
        """)
        con.execute(f"""
            insert into raw.source_file
            select
                file_id, path, md5(file_id), 10000, 'xlsx', district, {DEPARTMENT}, year, now(), now(), 'loaded',
                null, 900
            from file
        """)
        for name in record_types():
            fill_records(con, name)
        con.execute("""
            insert into quality.file_summary
            select file_id, path, file.district, null, year, count(*), count(*), 0, 0, 0, 0
            from file
            inner join raw.source_row using (file_id)
            group by all
        """)
    touch(con, REFRESH, [f"第{number:03}区" for number in range(1, districts + 1)])


def fill_records(con: DuckDBPyConnection, name: str) -> None:
    """Load the rows of a record type of the files in the table file: their values, and a cell for each."""
    declared = record_types()[name]
    given = VALUES[name] | {"year": "file.year", "reporting_department": DEPARTMENT}
    fields = [field.name for field in declared.fields if field.name in given]
    rows = ROWS_OF_A_FILE.get(name) or ROWS_OF_A_YEAR[name]
    con.execute(f"""
        create or replace temp table record as
        select
            file.file_id || ':{name}!1.' || row as source_row_id,
            file.file_id,
            file.district,
            row,
            {", ".join(f"cast({given[field]} as varchar) as {field}" for field in fields)}
        from file
        cross join range(1, {rows} + 1) as numbers (row)
        {"where file.department = 1" if name in ROWS_OF_A_YEAR else ""}
    """)
    con.execute(f"""
        insert into raw.source_row
        select source_row_id, file_id, district, '{declared.title}', 1, row, '{name}', false, 'loaded', null from record
    """)
    con.execute(f"""
        insert into raw.source_cell
        select source_row_id, district, field, field, 'C' || row, value, value, null, null
        from (unpivot record on {", ".join(fields)} into name field value value)
    """)
    columns = []
    for column in tables.value_columns(declared):
        field = column.removesuffix("_text").removesuffix("_key")
        if field in fields:
            columns.append(f"title_key({field}) as {column}" if column.endswith("_key") else f"{field} as {column}")
    con.execute(f"""
        insert into {tables.values_table(declared)} by name
        select source_row_id, district, {", ".join(columns)} from record
    """)


@dataclass(frozen=True, slots=True)
class Seconds:
    """How long something took: by the clock, and of all processors, which others on the machine do not change."""

    clock: float
    processors: float


@contextmanager
def timed(found: list[Seconds]) -> Iterator[None]:
    """Add how long what is within takes."""
    clock, processors = time.perf_counter(), time.process_time()
    yield
    found.append(Seconds(time.perf_counter() - clock, time.process_time() - processors))


def build(con: DuckDBPyConnection) -> None:
    """Build every table of every layer, layer by layer as a refresh does, and look at the gates of each."""
    for schema in SCHEMAS.values():
        broken = rebuild.build(con, [model for model in models() if model.schema == schema])
        if broken:
            raise RuntimeError(f"gates do not hold: {broken}")


def copy(con: DuckDBPyConnection) -> None:
    """Copy once the rows that the models read: of the files, of the rows, of their cells and of the values in them."""
    values = map(tables.values_table, record_types().values())
    for table in ("raw.source_file", "raw.source_row", "raw.source_cell", *values):
        con.execute(f"create table copied as from {table}")
        con.execute("drop table copied")


def slowest_read(path: Path) -> tuple[Seconds, str]:
    """The report table that takes longest to give a year of a district to Python, and how long (the median)."""
    found = []
    with open_read_only(path) as con:
        for model in models():
            if model.schema == "report":
                names = {name for name, *_ in con.execute(f"describe {model.table}").fetchall()}
                of_year = "and year = 2021" if "year" in names else ""
                times: list[Seconds] = []
                for _ in range(READS):
                    with timed(times):
                        con.execute(f"from {model.table} where district = '第005区' {of_year}").fetchall()
                clock, processors = (
                    statistics.median(getattr(spent, of) for spent in times) for of in ("clock", "processors")
                )
                found.append((Seconds(clock, processors), model.table))
    return max(found, key=lambda one: one[0].processors)


def measure(folder: Path, districts: int) -> Seconds:
    """Make a province, build its tables and print the figures; give how long building took."""
    times: list[Seconds] = []
    path = folder / f"{districts}.duckdb"
    with connect(path) as con:
        fill(con, districts)
        (rows,) = con.execute("select count(*) from raw.source_row").fetchall()[0]
        with timed(times):
            copy(con)
        with timed(times):
            build(con)
    copying, building = times
    slowest, table = slowest_read(path)
    sys.stdout.write(
        f"{districts} districts, {rows} rows: built in {building.clock:.1f} s, "
        f"{building.clock / copying.clock:.1f} x the {copying.clock:.1f} s that copying takes "
        f"(of all processors {building.processors:.1f} s, {building.processors / copying.processors:.1f} x); "
        f"slowest read {1000 * slowest.clock:.1f} ms, of all processors {1000 * slowest.processors:.1f} ms ({table})\n"
    )
    return building


def main(districts: int) -> None:
    """Print the figures of a tenth and of the whole, and the most memory the process took."""
    with tempfile.TemporaryDirectory() as folder:
        tenth = max(1, districts // 10)
        few, all_of_them = measure(Path(folder), tenth), measure(Path(folder), districts)
    sys.stdout.write(
        f"the whole takes {all_of_them.clock / few.clock:.1f} x as long as a tenth of {tenth} districts "
        f"(of all processors {all_of_them.processors / few.processors:.1f} x)\n"
    )
    sys.stdout.write(f"most memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 105)
