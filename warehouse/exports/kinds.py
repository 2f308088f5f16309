"""The kinds of export that go out of the published database, in the order in which they are made."""

from warehouse.exports.exporting import Export

EXPORTS: tuple[Export, ...] = ()
