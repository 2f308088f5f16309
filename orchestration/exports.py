"""`reform export`: write by hand, all or some, what a refresh writes, from the published warehouse."""

from collections.abc import Sequence
from pathlib import Path

from orchestration.settings import Settings
from warehouse.exports.exporting import Export, ExportError, export, published_years
from warehouse.exports.kinds import EXPORTS
from warehouse.query import open_read_only


class NoExportError(Exception):
    """What was asked for is no export, or there is nothing of the year."""


def write_exports(settings: Settings, year: int | None, names: Sequence[str]) -> tuple[list[Path], list[str]]:
    """Write the exports of these names, all when there are none, of a year or of all.

    Gives the files written and what failed. Raises NoExportError; NoWarehouseError when nothing is published;
    RefreshRunningError while a refresh works on the warehouse; OSError when the folder cannot be written.
    """
    kinds = named_exports(names)
    written, failures = [], []
    with settings.store.lock(), open_read_only(settings.warehouse) as con:
        years = sorted({one.year for one in published_years(con)})
        if year is not None and year not in years:
            raise NoExportError(f"nothing of {year} is published; there is {', '.join(map(str, years)) or 'no year'}")
        for kind in kinds:
            try:
                exported = export(kind, con, settings.office(), settings.exports, only_year=year)
            except ExportError as error:
                failures.append(str(error))
            else:
                written += [settings.exports / document.place for document in exported.written]
    return written, failures


def named_exports(names: Sequence[str]) -> list[Export]:
    """The exports of these names, all when there are none."""
    known = {kind.name: kind for kind in EXPORTS}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise NoExportError(f"no export {', '.join(unknown)}; there are {', '.join(known)}")
    return [known[name] for name in dict.fromkeys(names)] or list(EXPORTS)
