"""The kinds of export that go out of the published database, in the order in which they are made."""

from warehouse.exports.attachments import ATTACHMENTS
from warehouse.exports.documentation import DOCUMENTATION
from warehouse.exports.draft_report import DRAFT_REPORT
from warehouse.exports.exporting import Export
from warehouse.exports.page import PAGE
from warehouse.exports.parquet import PARQUET

EXPORTS: tuple[Export, ...] = (ATTACHMENTS, DRAFT_REPORT, PAGE, PARQUET, DOCUMENTATION)
