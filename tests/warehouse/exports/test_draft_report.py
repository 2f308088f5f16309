"""The draft report says what the report tables say, figure by figure; whatever stands in a value is shown as it is."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from duckdb import DuckDBPyConnection
from hypothesis import given
from hypothesis import strategies as st

from orchestration.settings import Settings
from tests.warehouse.exports.printed import converted, pages
from tests.warehouse.small import built, output, postponement, row, table, task
from warehouse.exports.draft_report import TemplateError, fields, numeral, write_report
from warehouse.exports.exporting import published_years
from warehouse.exports.office import Office
from warehouse.query import open_read_only

NASTY = (
    "{{ 7*7 }}",
    "{% for x in y %}{{ x }}",
    "{{ ''.__class__.__mro__ }}",
    "{%p if 1 %}",
    "{# 注 #}",
    "<w:br/>&amp;“局”",
    "A&B<b>'\"",
    "=1+1",
    "\x07一\x0c二",
    "{{ overview.planned",
)


@pytest.fixture(scope="module")
def samples(sample_warehouse: Settings) -> Iterator[DuckDBPyConnection]:
    with open_read_only(sample_warehouse.warehouse) as con:
        yield con


def report(con: DuckDBPyConnection, folder: Path, year: int = 2021, office: Office = Office()) -> Path:  # noqa: B008
    (one,) = [one for one in published_years(con) if one.year == year]
    path = folder / f"{year}.docx"
    write_report(con, one, office, path)
    return path


def paragraphs(path: Path) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(str(path)).paragraphs]


def only(con: DuckDBPyConnection, name: str, year: int) -> dict[str, Any]:
    (found,) = table(con, f"select * from report.{name} where year = {year}")
    return found


def percent(ratio: float) -> str:
    return f"{round(ratio * 100, 1):g}%"


def without_values(text: str, con: DuckDBPyConnection, year: int) -> str:
    """A text without the texts of the report tables that stand in it, longest first: their digits are no figures."""
    names = con.execute(
        "select table_name, column_name from duckdb_columns() where schema_name = 'report' and data_type = 'VARCHAR' "
        "and table_name != 'figure_source'"
    ).fetchall()
    values = {
        value.strip().rstrip("。")
        for name, column in names
        for (value,) in con.execute(f'select distinct "{column}" from report.{name} where year = {year}').fetchall()
        if value and re.search(r"\d", value)
    }
    for value in sorted(values, key=len, reverse=True):
        text = text.replace(" ".join(value.split()), "")
    return text


# What the template says around a figure -> the field that the figure is, of the year or of the paragraph's domain.
FIGURES = {
    r"明确(\d+)大领域": "domains",
    r"共计(\d+)项改革事项": "planned",
    r"含上年结转(\d+)项": "carried_in",
    r"^共(\d+)项任务": "planned",
    r"已完成(\d+)项": "completed",
    r"延期(\d+)项": "postponed",
    r"取消(\d+)项": "cancelled",
    r"正在推进(\d+)项": "in_progress",
    r"尚未启动(\d+)项": "not_started",
    r"逾期(\d+)项": "overdue",
    r"事项，完成率([\d.]+%)": "completion_rate",
    r"计算，完成率([\d.]+%)": "completion_rate_of_plan",
    r"制度性成果(\d+)项": "outputs",
    r"深改委会议(\d+)次": "meetings",
}


def checked(text: str, patterns: dict[str, str], record: dict[str, Any]) -> str:
    """Compare each figure of a text with its field; give what is left of the text."""
    for pattern, name in patterns.items():
        for figure in re.findall(pattern, text):
            value = record[name]
            assert figure == (percent(value) if isinstance(value, float) else str(value)), (pattern, text)
        text = re.sub(pattern, "", text)
    return text


def all_figures_are_fields(con: DuckDBPyConnection, path: Path, year: int) -> list[str]:
    """Every digit of a report is a figure of a report table, or part of a text or the day; gives what was checked."""
    overview = only(con, "annual_overview", year)
    followup = only(con, "annual_followup", year)
    domains = {one["domain"]: one for one in table(con, f"select * from report.domain_summary where year = {year}")}
    seen = []
    for text in paragraphs(path):
        about = re.match(r"([一二三四五六七八九十]+)是(.+?)方面。", text)
        rest = re.sub(r"\d{4}年(\d+月\d+日)?|^附件：1\.|^　+2\.", "", text)
        if about and about[2] in domains:
            indicators = table(con, f"select * from report.indicators where year = {year}")
            rest = rest[about.end() :] if rest == text else rest.partition("方面。")[2]
            for one in indicators:
                if one["domain"] == about[2] and one["value"] is not None:
                    about_it = "约" if one["approximate"] else ""
                    said = f"{one['indicator']}{about_it}{one['value'].normalize():f}{one['unit'] or ''}"
                    assert said in rest
                    rest = rest.replace(said, "")
            for one in table(con, f"select * from report.overdue_tasks where year = {year}"):
                rest = rest.replace(f"逾期{one['days_late']}天", "")
            rest = checked(rest, FIGURES, domains[about[2]])
        else:
            rest = checked(rest, FIGURES | YEAR_FIGURES, overview)
            rest = checked(by_level(con, rest, year), FOLLOWUP_FIGURES, followup)
        left = without_values(rest, con, year)
        assert not re.search(r"\d", left), (left, text)
        seen.append(text)
    return seen


YEAR_FIGURES = {
    r"(\d+)项任务中": "planned",
    r"有(\d+)项定在第四季度": "q4_planned",
    r"占([\d.]+%)": "q4_share",
    r"(\d+)项任务超过时限": "overdue",
    r"经验做法(\d+)篇": "publicity",
    r"批示(\d+)次": "endorsements",
    r"试点示范(\d+)项": "pilots",
}


FOLLOWUP_FIGURES = {
    r"明确(\d+)项任务开展": "tasks_to_dispatch",
    r"议定事项(\d+)项": "decisions",
    r"已落实(\d+)项": "decisions_met",
    r"未落实(\d+)项": "decisions_overdue",
    r"发现问题(\d+)个": "findings",
    r"已销号(\d+)个": "closed",
    r"销号率([\d.]+%)": "closing_rate",
    r"正在整改(\d+)个": "open",
    r"逾期未整改(\d+)个": "findings_overdue",
    r"重新打开(\d+)个": "reopened",
    r"(\d+)个问题逾期未整改": "findings_overdue",
    r"(\d+)个问题整改后重新打开": "reopened",
    r"(\d+)项任务疑似": "suspects",
}


def by_level(con: DuckDBPyConnection, text: str, year: int) -> str:
    for one in table(con, f"select * from report.recognition_by_level where year = {year}"):
        text = text.replace(f"{one['level']}级{one['recognitions']}项", "")
    return text


def test_every_figure_is_a_field_of_a_report_table(samples: DuckDBPyConnection, tmp_path: Path) -> None:
    text = "\n".join(all_figures_are_fields(samples, report(samples, tmp_path), 2021))
    assert "明确8大领域共计44项改革事项，已完成40项，经批准延期4项" in text
    assert "完成率100%；按全部计划计算，完成率90.9%。出台制度性成果25项。" in text
    assert "督察计划明确9项任务开展点对点调度" in text
    assert "44项任务中有17项定在第四季度完成，占38.6%，超过三分之一" in text
    assert "五届区委全面深化改革委员会第一次会议研究同意，延期至2022年开展" in text


def test_a_year_that_still_runs_is_reported_as_it_stands(samples: DuckDBPyConnection, tmp_path: Path) -> None:
    years = [one.year for one in published_years(samples)]
    for year in years:
        all_figures_are_fields(samples, report(samples, tmp_path, year), year)


def test_each_domain_has_its_tasks_documents_indicators_and_postponements(
    samples: DuckDBPyConnection, tmp_path: Path
) -> None:
    said = paragraphs(report(samples, tmp_path))
    for one in table(samples, "select * from report.domain_summary where year = 2021"):
        (paragraph,) = [text for text in said if re.match(rf"[一二三四五六七八九十]+是{one['domain']}方面。", text)]
        where = f"where year = 2021 and domain = '{one['domain']}'"
        for (title,) in samples.execute(f"select title from report.institutional_outputs {where}").fetchall():
            assert title.strip("《》") in paragraph
        for title, reason in samples.execute(f"select title, reason from report.postponements {where}").fetchall():
            assert f"{title}。延期原因：{reason.rstrip('。')}。" in paragraph
        assert ("已全部完成" in paragraph) == (one["completed"] == one["planned"])


def test_a_kind_of_document_that_is_no_verb_is_not_used_as_one(tmp_path: Path) -> None:
    kinds = ("印发", "清单", "其他", None)
    rows = [output(3 + number, title=f"《{kind}件》", kind=kind) for number, kind in enumerate(kinds)]
    with built({"2021.xlsx": [task(2, "甲事项"), *rows]}) as con:
        said = "\n".join(paragraphs(report(con, tmp_path)))
    for phrase in ("印发《印发件》", "形成《清单件》", "形成《其他件》", "形成《None件》"):
        assert phrase in said


def nasty_tasks() -> list[Any]:
    rows = []
    for number, text in enumerate(NASTY):
        at = 2 + number * 3
        rows.append(task(at, f"{text}事项", lead_department=text, domain=text, due_date="2021-06-30"))
        rows.append(output(at + 1, title=f"{text}办法", task_title=f"{text}事项", domain=text))
        rows.append(row(at + 2, "publicity", title=f"{text}经验", adopted_by=text))
    rows.append(task(90, "长事项" * 700, domain="长领域"))
    rows.append(postponement(91, "长事项" * 700, reason="因为{{ 1/0 }}\n" * 60))
    return rows


def test_what_looks_like_a_tag_or_markup_is_shown_as_it_is(tmp_path: Path) -> None:
    with built({"2021.xlsx": nasty_tasks()}) as con:
        said = "\n".join(paragraphs(report(con, tmp_path)))
        shown = [
            value
            for name, column in (
                ("overdue_tasks", "title"),
                ("institutional_outputs", "title"),
                ("recognition", "title"),
            )
            for (value,) in con.execute(f"select {column} from report.{name}").fetchall()
        ]
    assert len(shown) >= 2 * len(NASTY)
    for value in shown:
        assert " ".join(re.sub("[\x07\x0c]", "�", value).split()) in said
    assert "49" not in said
    assert "长事项" * 700 in said
    assert "因为{{ 1/0 }} 因为" in said


def test_a_year_with_next_to_nothing_makes_a_report_that_says_so(tmp_path: Path) -> None:
    with built({"2021.xlsx": [row(2, "meeting", name="第一次会议", date="2021-03-01")]}) as con:
        said = "\n".join(all_figures_are_fields(con, report(con, tmp_path), 2021))
    assert "2021年没有收到改革任务数据。" in said
    assert "没有收到宣传推广和试点示范数据。" in said
    assert "没有收到督察和调度数据。" in said


def test_what_no_ledger_was_received_for_is_left_out_or_said_not_to_be_known(tmp_path: Path) -> None:
    own = docx.Document()
    own.add_paragraph("成果{{ overview.outputs }}项，试点{{ overview.pilots }}项。")
    own.save(str(tmp_path / "own.docx"))
    with built({"2021.xlsx": [row(2, "pilot", name="甲试点", approved_by="省委改革办")]}) as con:
        said = "\n".join(paragraphs(report(con, tmp_path)))
        office = Office(report_template=tmp_path / "own.docx")
        assert paragraphs(report(con, tmp_path, office=office)) == ["成果未填项，试点1项。"]
    assert "全年获批试点示范1项，其中省级1项。" in said
    assert "未填" not in said.replace("采用（批准）单位未填", "")


def test_the_office_may_change_the_template(samples: DuckDBPyConnection, tmp_path: Path) -> None:
    own = docx.Document()
    own.add_paragraph("{{ office }}：{{ overview.planned }}项，{{ domains | length }}个领域。")
    own.save(str(tmp_path / "own.docx"))
    office = Office(name="{district}委深改办", report_template=tmp_path / "own.docx")
    assert paragraphs(report(samples, tmp_path, office=office)) == ["区委深改办：44项，8个领域。"]


@pytest.mark.parametrize(
    "tag", ["{{ overview.plannned }}", "{% if %}", "{{ ''.__class__.__mro__[1].__subclasses__() }}"]
)
def test_a_template_with_a_wrong_tag_is_named(samples: DuckDBPyConnection, tmp_path: Path, tag: str) -> None:
    own = docx.Document()
    own.add_paragraph(tag)
    own.save(str(tmp_path / "own.docx"))
    with pytest.raises(TemplateError, match=r"own\.docx"):
        report(samples, tmp_path, office=Office(report_template=tmp_path / "own.docx"))
    with pytest.raises(TemplateError, match="no template"):
        report(samples, tmp_path, office=Office(report_template=tmp_path / "none.docx"))


def test_every_rows_of_a_domain_are_those_of_the_report_tables(samples: DuckDBPyConnection) -> None:
    (one, *_) = published_years(samples)
    given_fields = fields(samples, one, Office())
    assert sum(len(domain["task_completion"]) for domain in given_fields["domains"]) == 44
    assert sum(len(domain["institutional_outputs"]) for domain in given_fields["domains"]) == 25


def test_libreoffice_prints_it_on_a4_with_page_numbers(samples: DuckDBPyConnection, tmp_path: Path) -> None:
    path = report(samples, tmp_path)
    printed = pages(converted(path, "pdf", tmp_path))
    assert len(printed) >= 4
    assert all(f"—{number}—" in page for number, page in enumerate(printed, start=1))
    on_paper = "".join(re.sub(rf"—{number}—$", "", page) for number, page in enumerate(printed, start=1))
    written = "".join("".join(text.split()) for text in paragraphs(path))
    # LibreOffice does not draw a comma that hangs over the end of a line.
    assert re.sub("[，。、；]", "", on_paper) == re.sub("[，。、；]", "", written)


def test_the_page_is_that_of_an_official_document(samples: DuckDBPyConnection, tmp_path: Path) -> None:
    document = docx.Document(str(report(samples, tmp_path)))
    (section,) = document.sections
    assert [round(length.mm) for length in (section.page_width, section.page_height)] == [210, 297]  # type: ignore[union-attr]
    assert [round(length.mm) for length in (section.top_margin, section.left_margin)] == [37, 28]  # type: ignore[union-attr]
    fonts = {
        name: (style.font.size.pt, style.element.rPr.rFonts.get(qn("w:eastAsia")))
        for name in ("Normal", "Heading 1", "公文标题")
        if (style := document.styles[name])
    }
    assert fonts == {"Normal": (16, "仿宋_GB2312"), "Heading 1": (16, "黑体"), "公文标题": (22, "方正小标宋简体")}


@given(st.integers(1, 99))
def test_numerals_count_on(number: int) -> None:
    told = numeral(number)
    digits = "〇一二三四五六七八九"
    tens, _, ones = told.rpartition("十") if "十" in told else ("", "", told)
    assert number == (10 * (digits.index(tens) if tens else 1) if "十" in told else 0) + (
        digits.index(ones) if ones else 0
    )


def test_a_template_that_is_no_word_document_is_named(samples: DuckDBPyConnection, tmp_path: Path) -> None:
    own = tmp_path / "own.docx"
    own.write_text("模板")
    openpyxl.Workbook().save(tmp_path / "workbook.docx")
    for template in (own, tmp_path / "workbook.docx"):
        with pytest.raises(TemplateError, match=rf"{template.name} is no Word document"):
            report(samples, tmp_path, office=Office(report_template=template))
