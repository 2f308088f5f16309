"""What the published versions that are kept say of themselves, and going back to one."""

from pathlib import Path
from typing import Any

import duckdb

from warehouse.query import NoWarehouseError, open_read_only
from warehouse.store import Store, version_name

FIGURES = ("refreshed_at", "as_of", "files", "year", "planned", "completed", "postponed", "outputs")
COLUMNS = ("version", "stands", *FIGURES)
DESCRIPTION = """
    with latest as (
        select refreshed_at, as_of from raw.refresh order by refresh_number desc limit 1
    ),

    figures as (
        select
            year,
            sum(planned)::bigint as planned,
            sum(completed)::bigint as completed,
            sum(postponed)::bigint as postponed,
            sum(outputs)::bigint as outputs
        from report.annual_overview
        group by year
        order by year desc
        limit 1
    )

    select
        latest.refreshed_at,
        latest.as_of,
        (select count(*) from raw.source_file where state = 'loaded') as files,
        figures.*
    from latest
    left join figures on true
"""


def described_versions(store: Store) -> list[tuple[Any, ...]]:
    """The published version and those kept, the newest first, by COLUMNS; the figures are of the latest year."""
    versions = store.kept()
    if store.published.exists() and not any(map(store.is_published, versions.values())):
        versions[version_name(store.published)] = store.published
    return [
        (name, store.is_published(versions[name]), *description(versions[name]))
        for name in sorted(versions, reverse=True)
    ]


def description(version: Path) -> tuple[Any, ...]:
    """What a version says of itself; nothing where other software made it in a shape that is no longer known."""
    try:
        with open_read_only(version) as con:
            (found,) = con.execute(DESCRIPTION).fetchall()
    except (duckdb.Error, NoWarehouseError):
        return (None,) * len(FIGURES)
    return found


def go_back(store: Store, name: str | None) -> str:
    """Publish a kept version again and give its name; without a name, the one before that which stands.

    Raises NoVersionError when there is none, NoWarehouseError when its file is damaged, RefreshRunningError when a
    refresh is working on the warehouse.
    """
    with store.lock():
        version = store.find(name)
        open_read_only(version).close()
        store.go_back(version)
    return version.stem
