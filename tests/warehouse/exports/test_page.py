"""The page shows the report tables, opens behind any figure the records and cells, and is safe from its data."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from duckdb import DuckDBPyConnection
from playwright.sync_api import Browser, FloatRect, Locator, Page, ViewportSize

from orchestration.settings import Settings
from sources.surroundings import told_by_path
from tests.warehouse.exports.browser import DESKTOP, PHONE, PROJECTOR, launched, opened
from tests.warehouse.small import (
    REFRESH,
    VOCABULARY,
    Files,
    build,
    built,
    check,
    inbox_files,
    output,
    postponement,
    prepared,
    read_from,
    row,
    task,
)
from warehouse.exports.exporting import export
from warehouse.exports.office import Office
from warehouse.exports.page import PAGE
from warehouse.exports.page.contents import plain
from warehouse.exports.page.document import html_document, safe_json, scripts
from warehouse.load import receive
from warehouse.query import open_read_only

LONG = "长" * 2000
HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(2)</script>",
    "区\"发'改&委",
    "=1+1",
    "<!--",
    "{{scripts}}",
    "\u2028行\u2029",
)


@pytest.fixture(scope="module")
def sample_page(sample_warehouse: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the samples."""
    with open_read_only(sample_warehouse.warehouse) as con:
        return written(con, tmp_path_factory.mktemp("page"))


@pytest.fixture(scope="module")
def browser(sample_page: Path) -> Iterator[Browser]:
    """A browser, started after the refresh that makes the page: Playwright and Dagster each want the event loop."""
    with launched() as browser:
        yield browser


def written(con: DuckDBPyConnection, folder: Path) -> Path:
    """The page of a warehouse."""
    export(PAGE, con, Office(), folder)
    return folder / "index.html"


def page_of(files: Files, folder: Path) -> Path:
    """The page of a small warehouse."""
    with built(files) as con:
        return written(con, folder)


def built_by_district(files: Files) -> DuckDBPyConnection:
    """A warehouse of several districts: the first folder of each path."""
    con = prepared()
    receive(
        con,
        inbox_files(files),
        REFRESH,
        lambda some: read_from(files, some),
        lambda path: told_by_path(path.partition("/")[0], path, VOCABULARY),
    )
    check(con)
    build(con)
    return con


def number(text: str) -> int:
    """The last count in a text: 已完成40项 is 40."""
    return int(re.findall(r"\d[\d,]*", text)[-1].replace(",", ""))


def opens(page: Page, button: Locator) -> str:
    """What the dialog that a button opens is titled; it is closed again."""
    button.click()
    title = page.locator("#behind-title").inner_text()
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="hidden")
    return title


def boxes(page: Page, selector: str) -> list[FloatRect]:
    """Where elements stand on the page."""
    return [box for one in page.locator(selector).all() if (box := one.bounding_box())]


def titles(page: Page, within: str = ".details") -> list[str]:
    """The rows of a table by what names them."""
    return page.locator(f"{within} tbody th.main").all_inner_texts()


# --- figures and what is behind them ----------------------------------------------------------------------------------


def test_the_headline_figures_are_those_of_the_report_table(browser: Browser, sample_page: Path) -> None:
    with opened(browser, sample_page, year=2021) as page:
        told = {
            tile.locator(".name").inner_text(): tile.locator(".value").inner_text()
            for tile in page.locator(".tile").all()
        }
    assert told == {
        "计划任务": "44",
        "已完成": "40",
        "延期": "4",
        "逾期": "0",
        "完成率": "100%",
        "占计划完成率": "90.9%",
        "制度性成果": "25",
        "四季度占比": "38.6%",
    }


@pytest.mark.parametrize("year", [2021, 2022])
def test_every_figure_opens_as_many_records_as_it_says(browser: Browser, sample_page: Path, year: int) -> None:
    with opened(browser, sample_page, year=year) as page:
        for tile in page.locator(".tile").all():
            value = tile.locator(".value").inner_text()
            title = opens(page, tile.locator("button"))
            if not value.endswith("%"):
                assert number(title) == int(value), title
        for asked in page.locator(".asks .opener, .more .opener").all():
            said = [int(one) for one in re.findall(r"\d+", asked.inner_text())]
            assert number(opens(page, asked)) == said[0], asked.inner_text()
        marks = page.locator(".mark").all()
        assert len(marks) > 40
        for mark in marks:
            said_by_mark = mark.get_attribute("aria-label") or ""
            mark.dispatch_event("click")
            assert number(page.locator("#behind-title").inner_text()) == number(re.sub(r"，占.*", "", said_by_mark))
            page.keyboard.press("Escape")


def test_the_table_beside_a_chart_says_the_same_and_opens_the_same(browser: Browser, sample_page: Path) -> None:
    with opened(browser, sample_page, year=2021) as page:
        cards = page.locator(".card").all()
        for card in cards:
            marks = {one.get_attribute("aria-label") or "" for one in card.locator(".mark").all()}
            card.locator(".toggle").click()
            openers = card.locator(".chart-table .opener").all()
            assert not card.locator("svg").first.is_visible()
            named = {one.get_attribute("aria-label") or "" for one in openers}
            assert {re.sub("[：，]", "", name) for name in marks} <= {re.sub("[：，]", "", name) for name in named}
            first = openers[0]
            assert number(opens(page, first)) == number(re.sub(r"，占.*", "", first.get_attribute("aria-label") or ""))
            card.locator(".toggle").click()
            assert card.locator("svg").first.is_visible()


def test_behind_a_task_stand_the_cells_as_written(
    browser: Browser, sample_page: Path, sample_warehouse: Settings
) -> None:
    with opened(browser, sample_page, year=2021) as page:
        page.get_by_role("button", name="延期 4").click()
        page.locator("dialog tbody .opener", has_text="开展行政复议体制改革").click()
        assert page.locator("#behind-title").inner_text() == "开展行政复议体制改革"
        sources = [" ".join(one.inner_text().split()) for one in page.locator("dialog .source h4").all()]
        shown = {
            (source, *[cell.inner_text() for cell in cells.locator("td, th").all()])
            for source, table in zip(sources, page.locator("dialog .source").all(), strict=True)
            for cells in table.locator("tbody tr").all()
        }
        page.locator("dialog .back").click()
        assert page.locator("#behind-title").inner_text().startswith("2021年经批准延期的任务")
        assert page.evaluate("document.activeElement.textContent") == "开展行政复议体制改革"
    with open_read_only(sample_warehouse.warehouse) as con:
        cells = con.execute(
            """
            select distinct
                file.path || ' 工作表“' || source.sheet || '”第' || source.row_number || '行',
                coalesce(cell.cell, '—'),
                cell.header_text,
                cell.raw_text,
            from report.figure_source as figure
            inner join raw.source_row as source using (source_row_id)
            inner join raw.source_file as file using (file_id)
            inner join raw.source_cell as cell using (source_row_id)
            where figure.year = 2021 and figure.counted like '%|开展行政复议体制改革'
            """
        ).fetchall()
    evidence = re.compile(r" ?(任务或成果依据|[状延时领]\w依据)$")
    assert {tuple(re.sub(r"\s+", " ", evidence.sub("", part)) for part in one) for one in shown} == {
        tuple(re.sub(r"\s+", " ", part) for part in one) for one in cells
    }
    assert any("延期依据" in text for *_, text in shown)


def test_a_departments_score_opens_its_arithmetic(
    browser: Browser, sample_page: Path, sample_warehouse: Settings
) -> None:
    with open_read_only(sample_warehouse.warehouse) as con:
        department, parts = con.execute(
            """
            select department, list(arithmetic order by seq)
            from report.scorecard_parts
            inner join report.department_scorecard using (district, year, department)
            where year = 2021 and score < 100
            group by all
            order by any_value(score), department
            limit 1
            """
        ).fetchall()[0]
    with opened(browser, sample_page, year=2021) as page:
        card = page.locator(".card", has_text="各单位完成情况和评分")
        card.locator(".toggle").click()
        card.locator("th", has_text="评分").locator("button").click()
        assert titles(page, ".card")[0] == department
        card.locator("tbody .opener[aria-label*=评分]").first.click()
        assert page.locator("dialog td[data-label=计算]").all_inner_texts() == parts


def test_a_finding_of_an_inspection_leads_to_every_list_that_follows_it(browser: Browser, sample_page: Path) -> None:
    with opened(browser, sample_page, year=2021) as page:
        page.locator(".card", has_text="督察问题整改情况").locator(".mark[aria-label*=逾期]").click()
        page.locator("dialog tbody .opener").click()
        sheets = page.locator("dialog .source h4").all_inner_texts()
        for sheet in ("问题清单", "整改措施清单", "整改责任清单"):
            assert any(sheet in one for one in sheets), sheets


def test_records_of_every_kind_lead_to_cells(browser: Browser, sample_page: Path) -> None:
    with opened(browser, sample_page, year=2021) as page:
        for tab in page.get_by_role("tab").all():
            tab.click()
            first = page.locator(".details tbody .opener").first
            if "报送文件" in tab.inner_text():
                assert first.count() == 0
                continue
            first.click()
            assert page.locator("dialog .source tbody tr").count() > 2, tab.inner_text()
            page.keyboard.press("Escape")


# --- tables -----------------------------------------------------------------------------------------------------------


def test_a_table_sorts_filters_and_searches(browser: Browser, sample_page: Path) -> None:
    with opened(browser, sample_page, year=2021) as page:
        before = titles(page)
        status = page.locator(".details").get_by_role("combobox", name="完成情况")
        status.select_option(label="延期")
        assert len(titles(page)) == 4
        assert page.locator(".details .count").inner_text() == "4项，共44项"
        page.locator(".details").get_by_label("搜索").fill("行政复议")
        assert titles(page) == ["开展行政复议体制改革"]
        page.locator(".details").get_by_label("搜索").fill("没有这样的任务")
        assert page.locator(".details tbody").inner_text() == "没有符合条件的记录"
        page.locator(".details").get_by_label("搜索").fill("")
        status.select_option(label="全部")
        due = page.locator(".details th", has_text="完成时限")
        for wanted, order in (("ascending", False), ("descending", True)):
            due.locator("button").click()
            assert due.get_attribute("aria-sort") == wanted
            dates = page.locator(".details td[data-label=完成时限]").all_inner_texts()
            assert dates == sorted(dates, reverse=order)
        page.locator(".details th", has_text="序号").locator("button").click()
        assert titles(page) == before


def test_what_is_blank_sorts_last_both_ways_and_long_tables_turn_pages(browser: Browser, tmp_path: Path) -> None:
    dated = [task(number, f"事项{number}", due_date="2021-03-31") for number in range(2, 70)]
    file = page_of({"甲.xlsx": [*dated, task(70, "没有时限的事项")]}, tmp_path)
    with opened(browser, file) as page:
        assert page.locator(".details .count").inner_text() == "共69项；第1至50项"
        page.get_by_role("button", name="下一页").click()
        assert len(titles(page)) == 19
        assert page.evaluate("document.activeElement.textContent") == "上一页"
        for _ in range(2):
            page.locator(".details th", has_text="完成时限").locator("button").click()
            page.get_by_role("button", name="下一页").click()
            assert titles(page)[-1] == "没有时限的事项"


# --- years, districts, and what is missing ----------------------------------------------------------------------------


def test_the_year_switch_shows_another_year_and_says_so(browser: Browser, tmp_path: Path) -> None:
    file = page_of(
        {
            "2021.xlsx": [task(2, "甲事项", due_date="2021-12-31"), postponement(3, "甲事项")],
            "2022.xlsx": [task(2, "乙事项", year="2022", due_date="2022-03-31", status="completed")],
        },
        tmp_path,
    )
    with opened(browser, file) as page:
        assert sorted(titles(page)) == ["乙事项", "甲事项"]
        assert page.locator(".more").inner_text().replace("\n", " ").count("上年结转 1") == 1
        page.locator(".years").get_by_text("2021年").click()
        assert titles(page) == ["甲事项"]
        assert page.locator("#announcer").inner_text() == "已显示2021年的数据"
        page.locator(".mark[aria-label^='2022年一季度']").click()
        assert titles(page, "dialog") == ["乙事项"]


def test_a_year_without_tasks_and_a_warehouse_without_years_are_said_to_be_empty(
    browser: Browser, tmp_path: Path
) -> None:
    file = page_of({"2021.xlsx": [output(2)]}, tmp_path / "outputs")
    with opened(browser, file) as page:
        assert page.locator(".tile", has_text="占计划完成率").locator(".value").inner_text() == "—"
        assert page.locator(".tile", has_text="计划任务").first.locator(".value").inner_text() == "未填"
        assert page.locator(".card", has_text="各领域任务完成情况").locator(".none").is_visible()
        assert page.locator(".details tbody").inner_text() == "没有记录"
    with opened(browser, page_of({}, tmp_path / "nothing")) as page:
        assert "还没有任何年度的数据" in page.locator("main").inner_text()


def test_what_nobody_filled_in_is_said_to_be_so(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, page_of({"甲.xlsx": [row(2, "task", title="甲事项")]}, tmp_path)) as page:
        cells = page.locator(".details tbody tr").locator("td").all_inner_texts()
        assert cells == ["1", "未填", "未填", "未填", "未启动", "—"]
        assert page.locator(".mark[aria-label='未填：未启动1项']").count() == 1
        page.locator(".mark[aria-label^='2021年时限未填']").click()
        assert titles(page, "dialog") == ["甲事项"]


def test_several_districts_have_an_index_and_a_page_each(browser: Browser, tmp_path: Path) -> None:
    files = {"甲区/甲.xlsx": [task(2, "甲事项")], "乙 & <b>区/乙.xlsx": [task(2, "乙事项"), task(3, "丙事项")]}
    with built_by_district(files) as con:
        file = written(con, tmp_path)
    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.html")) == [
        "districts/乙 & _b_区.html",
        "districts/甲区.html",
        "index.html",
    ]
    with opened(browser, file) as page:
        assert sorted(titles(page)) == ["乙 & <b>区", "甲区"]
        page.get_by_role("link", name="乙 & <b>区").click()
        page.wait_for_selector("h1:has-text('乙 & <b>区全面')")
        assert sorted(titles(page)) == ["丙事项", "乙事项"]
        page.locator("summary").click()
        page.get_by_role("link", name="甲区").click()
        page.wait_for_selector("h1:has-text('甲区')")
        assert titles(page) == ["甲事项"]
        page.locator("summary").click()
        page.get_by_role("link", name="各地区总览").click()
        page.wait_for_selector("h1:has-text('各地区')")


# --- safety -----------------------------------------------------------------------------------------------------------


def test_texts_are_shown_literally_whatever_they_hold(browser: Browser, tmp_path: Path) -> None:
    rows = [
        task(number, f"{text}甲{number}", lead_department=text, domain=text, remark=text)
        for number, text in enumerate((*HOSTILE, LONG), start=2)
    ]
    file = page_of({"甲.xlsx": [*rows, output(20, title=HOSTILE[0], kind=HOSTILE[1], domain=HOSTILE[2])]}, tmp_path)
    with opened(browser, file) as page:
        shown = " ".join(page.locator(".details tbody tr").all_text_contents())
        for text in (*HOSTILE, LONG):
            assert text in shown
        assert page.locator("img, main script").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert all(one["height"] < 200 for one in boxes(page, ".details tbody tr"))
        page.locator(".details tbody .opener", has_text="onerror").first.click()
        assert HOSTILE[0] in (page.locator("dialog .fields").text_content() or "")


def test_the_policy_lets_no_other_script_run_and_no_request_out(browser: Browser, sample_page: Path) -> None:
    page = browser.new_context().new_page()
    page.goto(sample_page.as_uri())
    refused = page.evaluate(
        """async () => {
            const refused = [];
            document.addEventListener("securitypolicyviolation", (event) => refused.push(event.effectiveDirective));
            const script = document.createElement("script");
            script.textContent = "window.ran = true";
            const image = document.createElement("img");
            image.src = "http://127.0.0.1:9/x.png";
            document.body.append(script, image);
            await fetch("http://127.0.0.1:9/").catch(() => null);
            await new Promise((done) => setTimeout(done, 100));
            return [...new Set(refused), window.ran];
        }"""
    )
    page.context.close()
    assert sorted(filter(None, refused)) == ["connect-src", "img-src", "script-src-elem"]


@pytest.mark.parametrize("text", HOSTILE)
def test_data_in_the_file_is_no_markup_and_comes_back_as_it_was(text: str) -> None:
    safe = safe_json({"单位": text})
    assert not set(safe) & set("<>&\u2028\u2029")
    assert json.loads(safe) == {"单位": text}
    document = html_document(text, {"page": text})
    assert document.count("<script") == document.count("</script>") == 1 + len(scripts())


def test_scripts_hold_nothing_that_ends_them() -> None:
    for script in scripts():
        assert not re.search(r"</script|<!--|\r", script, re.IGNORECASE)


def test_json_refuses_what_no_browser_reads() -> None:
    with pytest.raises(ValueError, match="JSON"):
        safe_json(float("nan"))
    assert plain(float("inf")) == "inf"
    assert plain(date(2021, 3, 1)) == "2021-03-01"


# --- for everybody ----------------------------------------------------------------------------------------------------


def violations(page: Page) -> list[str]:
    """What axe-core finds wrong with a page as it stands."""
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['help']}: {[node['html'][:120] for node in one['nodes'][:3]]}" for one in found]


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE, PROJECTOR], ids=["desktop", "phone", "projector"])
def test_axe_finds_nothing_and_nothing_overflows(browser: Browser, sample_page: Path, viewport: ViewportSize) -> None:
    with opened(browser, sample_page, viewport, year=2022) as page:
        assert violations(page) == []
        for toggle in page.locator(".toggle").all():
            toggle.click()
        assert violations(page) == []
        page.locator(".tile button").first.click()
        assert violations(page) == []
        page.locator("dialog tbody .opener").first.click()
        assert violations(page) == []
        for part in ("document.documentElement", "document.querySelector('dialog')"):
            assert page.evaluate(f"{part}.scrollWidth <= {part}.clientWidth"), part


def test_all_can_be_done_with_the_keyboard(browser: Browser, sample_page: Path) -> None:
    with opened(browser, sample_page) as page:
        press(page, "Tab")
        assert focused(page) == "跳到正文"
        press(page, "Enter", "Tab")
        assert focused(page).startswith("计划任务")
        press(page, "Enter")
        for _ in range(12):
            press(page, "Tab")
            assert page.evaluate("document.activeElement.matches('body, dialog, dialog *')")
        press(page, "Escape")
        page.wait_for_selector("dialog", state="hidden")
        assert focused(page).startswith("计划任务")
        while page.evaluate("document.activeElement.tagName") != "rect":
            press(page, "Tab")
        names = [mark.get_attribute("aria-label") for mark in page.locator(".card").first.locator(".mark").all()]
        for key, place in (("ArrowRight", 1), ("ArrowDown", 2), ("ArrowLeft", 1), ("End", -1), ("Home", 0)):
            press(page, key)
            assert page.evaluate("document.activeElement.getAttribute('aria-label')") == names[place]
        press(page, "Enter")
        assert number(page.locator("#behind-title").inner_text()) == number(names[0] or "")
        press(page, "Escape", "Tab")
        assert focused(page) == "看表格"
        page.get_by_role("tab").first.focus()
        press(page, "ArrowRight")
        assert focused(page).startswith("制度性成果")
        assert len(titles(page)) == number(focused(page))


def press(page: Page, *keys: str) -> None:
    """Press keys one after the other."""
    for key in keys:
        page.keyboard.press(key)


def focused(page: Page) -> str:
    """The text of what has the focus."""
    return str(page.evaluate("document.activeElement.textContent"))


def test_it_prints_without_what_only_a_screen_needs(browser: Browser, sample_page: Path) -> None:
    with opened(browser, sample_page, year=2021) as page:
        page.emulate_media(media="print")
        assert page.locator(".tile").first.is_visible()
        assert not page.locator(".toggle, .controls, .pages button").first.is_visible()
        printed = page.pdf(prefer_css_page_size=True)
        assert 2 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= 8


def test_charts_are_printed_as_wide_as_the_paper_and_not_smaller(browser: Browser, sample_page: Path) -> None:
    widths = "[...document.querySelectorAll('.chart svg')].map((svg) => Number(svg.getAttribute('width')))"
    with opened(browser, sample_page, year=2021) as page:
        on_screen = page.evaluate(widths)
        assert max(on_screen) > 1000
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert [min(width, 680) for width in on_screen] == page.evaluate(widths)
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert page.evaluate(widths) == on_screen


def test_old_data_is_said_to_be_old(browser: Browser, sample_page: Path) -> None:
    page = browser.new_context().new_page()
    page.clock.install()
    page.goto(sample_page.as_uri())
    assert "没有更新" not in page.locator(".fresh").inner_text()
    page.clock.fast_forward(10 * 86_400_000)
    page.reload()
    assert "已有10天没有更新" in page.locator(".fresh").inner_text()
    page.context.close()
