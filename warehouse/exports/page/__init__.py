"""The page of charts: one HTML file that works from disk, needs no network and shows what the report tables say.

``contents`` reads the published tables, ``document`` puts them with the scripts of ``assets/`` and ``vendor/`` into one
file, and this module says which files a warehouse has: one, or with several districts an index and a page a district.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path, PurePosixPath

from duckdb import DuckDBPyConnection

from warehouse.exports.exporting import DistrictYear, Document, Export, file_name
from warehouse.exports.office import Office
from warehouse.exports.page import contents
from warehouse.exports.page.document import html_document
from warehouse.exports.text import markdown_table

INDEX = PurePosixPath("index.html")
DISTRICTS = PurePosixPath("districts")


def page_documents(con: DuckDBPyConnection, years: Sequence[DistrictYear], office: Office) -> Iterator[Document]:
    """The files of the page, each of all years."""
    districts = sorted({one.district for one in years})
    if len(districts) <= 1:
        only = districts[0] if districts else ""
        yield Document(INDEX, None, partial(write_district, con, only, {}), partial(_preview, years))
        return
    places = {district: DISTRICTS / file_name(district, ".html") for district in districts}
    yield Document(INDEX, None, partial(write_index, con, places), partial(_preview, years))
    for district, place in places.items():
        yield Document(place, None, partial(write_district, con, district, places), district=district)


def write_district(con: DuckDBPyConnection, district: str, places: dict[str, PurePosixPath], target: Path) -> None:
    """Write the page of a district. places: where the pages of all districts lie, when there are several."""
    tables = contents.district_tables(con, district)
    traces = contents.move_traces(con, district, tables)
    page = {
        "kind": "district",
        "district": district,
        **contents.freshness(con),
        "tables": tables,
        "index": "../index.html",
        "others": [{"name": name, "href": place.name} for name, place in places.items() if name != district],
    }
    data = {"page": page, "names": contents.names(), **{f"traces-{year}": trace for year, trace in traces.items()}}
    target.write_text(html_document(f"{district}全面深化改革工作情况", data), "utf-8", newline="\n")


def write_index(con: DuckDBPyConnection, places: dict[str, PurePosixPath], target: Path) -> None:
    """Write the index of several districts."""
    page = {
        "kind": "index",
        **contents.freshness(con),
        "overviews": contents.overviews(con),
        "places": {district: str(place) for district, place in places.items()},
    }
    target.write_text(
        html_document("各地区全面深化改革工作情况", {"page": page, "names": contents.names()}), "utf-8", newline="\n"
    )


def _preview(years: Sequence[DistrictYear]) -> str:
    return markdown_table(["地区", "年度"], [(one.district, one.year) for one in years])


PAGE = Export(
    "page", "The page of charts: one file that opens from disk, with the cells behind every figure.", page_documents
)
