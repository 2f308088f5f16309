"""The assets after ``published``: what goes out to people, a step a kind, so that one that fails stops no other.

What is published stays so when a step here fails; the next refresh tries again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import dagster as dg

from orchestration.assets import PUBLISHED
from orchestration.session import Session
from warehouse.exports import exporting, feedback
from warehouse.exports.exporting import Export, Exported, ExportError
from warehouse.exports.kinds import EXPORTS
from warehouse.query import open_read_only

Results = Iterator[dg.MaterializeResult[None]]

FEEDBACK = dg.AssetKey("feedback")
GROUP = "exports"
PREVIEWS = 20
"""The documents of which a preview is shown, the first ones: a province has thousands."""


@contextmanager
def writing_in(folder: Path) -> Iterator[None]:
    """Say of a folder that cannot be written which it is, and why."""
    try:
        yield
    except OSError as error:
        raise ExportError(f"cannot write in {folder}: {error.strerror or error}") from error


def export_feedback() -> dg.AssetsDefinition:
    """The step that answers the senders."""

    @dg.multi_asset(
        name="export_feedback",
        specs=[
            dg.AssetSpec(
                FEEDBACK,
                description="A workbook for each file with findings: the sender's own, with the cells marked.",
                group_name=GROUP,
                deps=[PUBLISHED],
            )
        ],
        required_resource_keys={"session"},
    )
    def export_feedback(context: dg.AssetExecutionContext) -> Results:
        session: Session = context.resources.session
        folder = session.settings.feedback
        with open_read_only(session.settings.warehouse, session.settings.memory) as con, writing_in(folder):
            exported = feedback.export_feedback(
                con,
                {file.file_id: file for file in session.files},
                folder,
                progress=partial(session.progress, "writing feedback"),
            )
        yield dg.MaterializeResult(
            asset_key=FEEDBACK,
            metadata={
                "folder": dg.MetadataValue.path(str(folder.resolve())),
                "workbooks": exported.standing,
                "written now": exported.written,
                "removed now": exported.removed,
            },
        )

    return export_feedback


def export_key(kind: Export) -> dg.AssetKey:
    """The asset of a kind of export."""
    return dg.AssetKey([GROUP, kind.name])


def export_step(kind: Export) -> dg.AssetsDefinition:
    """The step that writes the files of a kind of export, of every year."""

    @dg.multi_asset(
        name=f"export_{kind.name}",
        specs=[dg.AssetSpec(export_key(kind), description=kind.description, group_name=GROUP, deps=[PUBLISHED])],
        required_resource_keys={"session"},
    )
    def write_export(context: dg.AssetExecutionContext) -> Results:
        session: Session = context.resources.session
        settings = session.settings
        with open_read_only(settings.warehouse, settings.memory) as con, writing_in(settings.exports):
            exported = exporting.export(
                kind,
                con,
                settings.office(),
                settings.exports,
                only_changed=True,
                progress=partial(session.progress, f"writing {kind.name.replace('_', ' ')}"),
            )
            metadata = shown(exported, session)
        yield dg.MaterializeResult(asset_key=export_key(kind), metadata=metadata)

    return write_export


def shown(exported: Exported, session: Session) -> dict[str, dg.MetadataValue]:
    """What Dagster shows of an export: where its files lie, and a preview of each that has one."""
    metadata: dict[str, dg.MetadataValue] = {
        "folder": dg.MetadataValue.path(str(session.settings.exports.resolve())),
        "files": dg.MetadataValue.md("\n".join(f"- {document.place}" for document in exported.written)),
        "removed now": dg.MetadataValue.int(len(exported.removed)),
    }
    previews = {str(document.place): document.preview() for document in exported.written[:PREVIEWS]}
    return metadata | {place: dg.MetadataValue.md(preview) for place, preview in previews.items() if preview}


def export_assets() -> list[dg.AssetsDefinition]:
    """A step for each kind of export."""
    return [export_feedback(), *(export_step(kind) for kind in EXPORTS)]
