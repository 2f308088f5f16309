"""The documentation of the warehouse: pages for engineers that open from disk and load nothing.

``tables`` says what every table and column is and comes from, ``validation`` how every expectation stands; ``markup``
is the HTML that both are made of.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import PurePosixPath

from duckdb import DuckDBPyConnection

from warehouse.exports.documentation.tables import write_tables
from warehouse.exports.documentation.validation import write_validation
from warehouse.exports.exporting import DistrictYear, Document, Export
from warehouse.exports.office import Office

FOLDER = PurePosixPath("documentation")


def documentation_documents(
    con: DuckDBPyConnection, years: Sequence[DistrictYear], office: Office
) -> Iterator[Document]:
    """The pages, each of the whole warehouse."""
    yield Document(FOLDER / "tables.html", None, partial(write_tables, con))
    yield Document(FOLDER / "validation.html", None, partial(write_validation, con))


DOCUMENTATION = Export(
    "documentation",
    "What every table and column is and comes from, and how every expectation stands: pages without a network.",
    documentation_documents,
)
