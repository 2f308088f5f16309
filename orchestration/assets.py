"""The assets: one a table, grouped by layer; a step a layer, so that a refresh is quick and fails as a whole.

The steps hand nothing to each other in memory: each opens the database that the run builds, reads the layer before it
and writes its own. Nothing after ``inbox`` runs when neither the inbox, the software nor the day has changed.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

import dagster as dg
from duckdb import DuckDBPyConnection

from orchestration import helpers
from orchestration.session import Session
from sources import inbox as inboxes
from sources.inbox import InboxFile
from sources.records import record_types
from sources.rows import FileReading
from transforms.models import Model, header_comment, models
from warehouse import checker, expectations, history, lineage, rebuild, tables
from warehouse.expectations import Outcome, relations
from warehouse.exports.text import markdown_table
from warehouse.gates import Gate, gates
from warehouse.load import is_current, receive
from warehouse.rebuild import Broken

PREVIEW_ROWS = 5
FILES_SHOWN = 1000
OFFENDERS_SHOWN = 20
Results = Iterator[dg.MaterializeResult[None]]

INBOX = dg.AssetKey("inbox")
PUBLISHED = dg.AssetKey("published")
GROUPS = {"raw": "raw", "quality": "quality", "staging": "staging", "core": "core", "report": "reports"}


def asset_key(table: str) -> dg.AssetKey:
    """The asset of a table: "core.fct_task" is core/fct_task."""
    return dg.AssetKey(table.split("."))


def received_in(schema: str) -> list[str]:
    """The tables of a schema that no model makes, but for the lineage: it is known once all models are built."""
    return [table for table in tables.received_tables() if table.startswith(f"{schema}.") and table != lineage.LINEAGE]


def asset_spec(table: str, description: str, deps: Iterable[dg.AssetKey]) -> dg.AssetSpec:
    """The asset of a table in the group of its layer."""
    schema = table.partition(".")[0]
    return dg.AssetSpec(
        asset_key(table), description=description, group_name=GROUPS[schema], deps=sorted(deps), kinds={"duckdb"}
    )


def received_specs(schema: str, deps: Iterable[dg.AssetKey]) -> list[dg.AssetSpec]:
    """The assets of the received tables of a schema."""
    return [asset_spec(table, header_comment(tables.received_tables()[table]), deps) for table in received_in(schema)]


def model_spec(model: Model) -> dg.AssetSpec:
    """The asset of a model. A record's view stands for the received rows it shows."""
    views = {f"raw.{name}" for name in record_types()}
    reads = {"raw.source_row" if table in views else table for table in model.reads}
    if model.schema == "staging":
        reads |= {"quality.finding"}
    return asset_spec(model.table, model.comment, map(asset_key, reads))


def check_spec(gate: Gate) -> dg.AssetCheckSpec:
    """The blocking check of a gate: nothing after it runs, and nothing is published, when it fails."""
    return dg.AssetCheckSpec(gate.name, asset=asset_key(gate.table), description=gate.meaning, blocking=True)


def check_result(gate: Gate, offending: Sequence[str]) -> dg.AssetCheckResult:
    """What Dagster shows of a gate and the rows that break it."""
    return dg.AssetCheckResult(
        passed=not offending,
        check_name=gate.name,
        asset_key=asset_key(gate.table),
        severity=dg.AssetCheckSeverity.ERROR,
        description=f"{gate.meaning} Broken by: {'; '.join(offending[:OFFENDERS_SHOWN])}"
        if offending
        else gate.meaning,
    )


def materialised(con: DuckDBPyConnection, table: str, broken: Broken | None = None) -> dg.MaterializeResult[None]:
    """What Dagster shows of a table: rows, columns with comments and sources, the first rows; with its gates."""
    described = con.execute(
        "select column_name, data_type, comment from duckdb_columns() "
        "where schema_name || '.' || table_name = ? order by column_index",
        [table],
    ).fetchall()
    head = con.execute(f"from {table} limit {PREVIEW_ROWS}").fetchall()
    preview = markdown_table([name for name, *_ in described], head)
    return dg.MaterializeResult(
        asset_key=asset_key(table),
        metadata={
            "dagster/row_count": tables.row_count(con, table),
            "dagster/column_schema": dg.TableSchema(
                columns=[dg.TableColumn(name, kind, comment) for name, kind, comment in described]
            ),
            "dagster/column_lineage": column_lineage(con, table),
            "preview": dg.MetadataValue.md(preview),
        },
        check_results=[check_result(gate, (broken or {}).get(gate, ())) for gate in gates() if gate.table == table],
    )


def column_lineage(con: DuckDBPyConnection, table: str) -> dg.TableColumnLineage:
    """The columns that each column of a table is computed from."""
    return dg.TableColumnLineage(
        {
            column: [
                dg.TableColumnDep(asset_key(source_table), source_column) for source_table, source_column in sources
            ]
            for column, sources in lineage.sources_of(con, table).items()
        }
    )


@dg.multi_asset(
    name="scan_inbox",
    specs=[
        dg.AssetSpec(
            INBOX, description="The files that departments sent, each with its hash as version.", group_name="inbox"
        )
    ],
    required_resource_keys={"session"},
)
def scan_inbox(context: dg.AssetExecutionContext) -> Results:
    """List the inbox with the hash of every file; the asset's data version changes with any of them."""
    session: Session = context.resources.session
    files = session.files
    shown = [(file.path, file.sha256, file.size_bytes) for file in files[:FILES_SHOWN]]
    hashes = dg.MetadataValue.md(markdown_table(["file", "sha256", "bytes"], shown))
    yield dg.MaterializeResult(
        asset_key=INBOX,
        data_version=dg.DataVersion(inboxes.fingerprint(files)),
        metadata={"files": len(files), "hashes": hashes},
    )


def receive_inbox() -> dg.AssetsDefinition:
    """The step that loads raw; it yields nothing, and all later steps are skipped, when nothing has changed."""
    specs = [spec.replace_attributes(skippable=True) for spec in received_specs("raw", [INBOX])]

    @dg.multi_asset(name="receive_files", specs=specs, required_resource_keys={"session"})
    def receive_files(context: dg.AssetExecutionContext) -> Results:
        session: Session = context.resources.session
        files = session.files
        refresh = session.describe(files)
        last = session.published_refresh()
        if last is not None and is_current(last, refresh) and session.has_exported(last.refresh_id):
            context.log.info("nothing has changed since the published refresh")
            return
        helpers.start()
        with session.building() as con:
            if last is None or last.software_fingerprint != refresh.software_fingerprint:
                tables.prepare(con)
            number = receive(
                con, files, refresh, lambda some: read_with_progress(some, session), session.settings.paths()
            )
            context.log.info("%s of %s files read", number, len(files))
            yield from (materialised(con, table) for table in received_in("raw"))

    return receive_files


def read_with_progress(files: Sequence[InboxFile], session: Session) -> Iterator[tuple[str, FileReading]]:
    """Read files in worker processes, telling how many are done."""
    from sources.workers import read_files

    settings = session.settings
    readings = read_files([(file.location, file.path) for file in files], settings.vocabulary(), settings.limits)
    for done, reading in enumerate(readings, start=1):
        session.progress("reading files", done, len(files))
        yield reading


def check_received() -> dg.AssetsDefinition:
    """The step that checks what was received with Great Expectations and gives every row its disposition."""
    finding = asset_key("quality.finding")
    row_checks = [
        dg.AssetCheckSpec(suite, asset=finding, description=f"Expectations of {suite}.") for suite in suite_names()
    ]
    guarded = [check_spec(gate) for gate in gates() if gate.table.startswith("quality.")]

    @dg.multi_asset(
        name="check_rows",
        specs=received_specs("quality", [asset_key(table) for table in received_in("raw")]),
        check_specs=[*row_checks, *guarded],
        required_resource_keys={"session"},
    )
    def check_rows(context: dg.AssetExecutionContext) -> Results:
        session: Session = context.resources.session
        with session.building() as con:
            outcomes, broken = rebuild.check(con, partial(session.progress, "checking rows"), checker.evaluate)
            for table in received_in("quality"):
                result = materialised(con, table, broken)
                found = suite_results(con, outcomes) if table == "quality.finding" else []
                yield result._replace(check_results=[*(result.check_results or []), *found])

    return check_rows


def suite_names() -> list[str]:
    """The suites of expectations: one a record type and one a relation."""
    return [*record_types(), *(relation.name for relation in relations())]


def suite_results(con: DuckDBPyConnection, outcomes: Sequence[Outcome]) -> list[dg.AssetCheckResult]:
    """How each suite stands for the whole warehouse: it passes when no row breaks it. Rejected rows block nothing."""
    evaluated = expectations.rows_evaluated(outcomes)
    broken = {
        suite: (errors, warnings)
        for suite, errors, warnings in con.execute(
            """
            select
                if(finding.rule in (select unnest(?)), finding.rule, source.record_type) as suite,
                count(*) filter (where finding.severity = 'error'),
                count(*) filter (where finding.severity = 'warning')
            from quality.finding as finding
            inner join raw.source_row as source using (source_row_id)
            group by all
            """,
            [[relation.name for relation in relations()]],
        ).fetchall()
    }
    results = []
    for suite in suite_names():
        errors, warnings = broken.get(suite, (0, 0))
        results.append(
            dg.AssetCheckResult(
                passed=errors + warnings == 0,
                check_name=suite,
                asset_key=asset_key("quality.finding"),
                severity=dg.AssetCheckSeverity.WARN,
                metadata={"errors": errors, "warnings": warnings, "rows evaluated now": evaluated.get(suite, 0)},
            )
        )
    return results


def build_layer(schema: str) -> dg.AssetsDefinition:
    """The step that builds every model of a layer, each after those it reads, and writes their history."""
    layer = [model for model in models() if model.schema == schema]
    names = [model.table for model in layer]
    guarded = [gate for gate in gates() if gate.table in names]

    @dg.multi_asset(
        name=f"build_{schema}",
        specs=[*map(model_spec, layer), *received_specs(schema, [asset_key(history.TASKS)])],
        check_specs=[check_spec(gate) for gate in guarded],
        required_resource_keys={"session"},
    )
    def build_models(context: dg.AssetExecutionContext) -> Results:
        session: Session = context.resources.session
        with session.building() as con:
            broken = rebuild.build(con, layer, partial(session.progress, f"building {schema}"))
            lineage.record(con, layer)
            yield from (materialised(con, table, broken) for table in [*names, *received_in(schema)])

    return build_models


def publish_warehouse() -> dg.AssetsDefinition:
    """The step that swaps the built version in; it runs only when every gate before it holds."""
    reports = [asset_key(model.table) for model in models() if model.schema == "report"]
    grain = header_comment(tables.received_tables()[lineage.LINEAGE])

    @dg.multi_asset(
        name="publish",
        specs=[
            asset_spec(lineage.LINEAGE, grain, reports),
            dg.AssetSpec(
                PUBLISHED,
                description="The database file that readers open, swapped in at once.",
                group_name="published",
                deps=reports,
            ),
        ],
        required_resource_keys={"session"},
    )
    def publish(context: dg.AssetExecutionContext) -> Results:
        session: Session = context.resources.session
        with session.building() as con:
            yield materialised(con, lineage.LINEAGE)
        session.publish()
        yield dg.MaterializeResult(
            asset_key=PUBLISHED, metadata={"path": dg.MetadataValue.path(str(session.settings.warehouse.resolve()))}
        )

    return publish


def all_assets() -> list[dg.AssetsDefinition]:
    """Every step up to the publication, in the order in which the data flows."""
    return [
        scan_inbox,
        receive_inbox(),
        check_received(),
        *(build_layer(schema) for schema in ("staging", "core", "report")),
        publish_warehouse(),
    ]
