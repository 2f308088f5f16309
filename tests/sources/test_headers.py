"""What headers mean: as declared, by their neighbours, by an office's own words, and as a guess that is told."""

import pickle
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from pydantic import ValidationError

from sources.header_words import HeaderWords, Pin
from sources.headers import fold, lexicon
from sources.matches import GUESS
from sources.reading import read_file
from sources.records import RecordType
from sources.rows import FileReading
from sources.vocabulary import Vocabulary


def meant(*headers: str) -> list[str | None]:
    """The field of each header of a table of tasks, None when it has none."""
    words = lexicon()
    paths: dict[int, tuple[str, ...]] = {column: (words.label(header),) for column, header in enumerate(headers)}
    assignment = words.assign(paths, "重点改革任务台账")
    assert assignment is not None
    assert assignment.record_type.name == "task"
    names = {column: match.field.name for column, match in assignment.matches.items()}
    return [names.get(column) for column in range(len(headers))]


@pytest.mark.parametrize(
    "written", ["牵头单位★", "★牵头单位", "牵头单位*", "牵 头\n单 位：", "（1）牵头单位", "牵头单位（盖章）"]
)
def test_marks_around_a_header_do_not_matter(written: str) -> None:
    assert fold(written) == "牵头单位"


@pytest.mark.parametrize(
    ("header", "field"),
    [
        *(
            (header, "title")
            for header in ["任务名称", "重点任务", "改革举措", "工作任务", "事项名称", "重点工作", "年度任务"]
        ),
        *(
            (header, "lead_department")
            for header in ["牵头部门", "主责单位", "责任单位（牵头）", "承办单位", "责任主体", "责任单位"]
        ),
        *((header, "due_date") for header in ["时间节点", "完成时间节点", "办结期限", "时限要求", "完成时限（年/月）"]),
        *((header, "progress") for header in ["目前进展", "推进情况", "序时进度", "工作开展情况", "落实情况", "进展"]),
        *((header, "status") for header in ["是否完成", "完成情况", "办理状态", "完成与否", "目前状态"]),
        *((header, "responsible_person") for header in ["联系人", "责任人", "联络员", "具体负责人"]),
    ],
)
def test_what_offices_call_a_field(header: str, field: str) -> None:
    others = [other for other in ("改革事项", "备注", "改革领域") if field != "title" or other != "改革事项"]
    assert meant("序号", header, *others)[1] == field


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (["改革事项", "责任单位"], ["title", "lead_department"]),
        (["改革事项", "牵头单位", "责任单位"], ["title", "lead_department", "supporting_departments"]),
        (["改革事项", "责任单位", "配合单位"], ["title", "lead_department", "supporting_departments"]),
        (["改革事项", "责任单位（牵头）", "责任单位（配合）"], ["title", "lead_department", "supporting_departments"]),
        (["改革事项", "配合单位"], ["title", "supporting_departments"]),
        (["改革事项", "完成时间"], ["title", "due_date"]),
        (["改革事项", "完成时限", "完成时间"], ["title", "due_date", "completed_date"]),
        (["改革事项", "完成时间", "完成情况"], ["title", "completed_date", "status"]),
        (["改革事项", "完成情况", "完成状态"], ["title", "progress", "status"]),
        (["改革事项", "完成情况", "进展情况"], ["title", "status", "progress"]),
        (["改革事项", "完成情况", "是否完成"], ["title", "progress", "status"]),
        (["改革事项", "是否办结", "任务完成情况"], ["title", "status", "progress"]),
        (["改革事项", "期限", "目前进度"], ["title", "due_date", "progress"]),
        (["改革事项", "完成时限", "完成状态", "当前进度"], ["title", "due_date", "status", "progress"]),
        (["改革事项", "具体任务", "牵头单位"], ["title", "content", "lead_department"]),
        (["具体任务", "牵头单位", "完成时限"], ["title", "lead_department", "due_date"]),
        (["重点任务", "改革举措", "牵头单位"], ["title", "content", "lead_department"]),
    ],
)
def test_an_ambiguous_header_means_what_its_neighbours_leave(headers: list[str], expected: list[str]) -> None:
    assert meant("序号", *headers)[1:] == expected


@pytest.mark.parametrize(
    ("record_type", "headers"),
    [
        ("postponement", {"改革事项名称": "title", "延期原因": "reason", "延期后完成时限": "postponed_to_year"}),
        ("postponement", {"改革任务": "title", "延期原因": "reason", "区委深改委意见": "approved"}),
        ("postponement", {"改革任务": "title", "申请延期理由": "reason", "拟延期完成时限": "postponed_to_year"}),
        ("dispatch", {"调度的改革任务": "task_title", "会议明确的事项": "decision", "调度区领导": "chaired_by"}),
        ("publicity", {"经验做法名称": "title", "刊登载体": "adopted_by", "刊登时间": "date"}),
        ("publicity", {"信息标题": "title", "采用刊物": "adopted_by", "宣传形式": "form"}),
        (
            "publicity",
            {"批示件名称": "title", "批示领导": "adopted_by", "批示时间": "date", "批示内容": "endorsement_text"},
        ),
        ("publicity", {"信息题目": "title", "批示人": "adopted_by", "批示情况": "endorsement_text", "备注": "remark"}),
        ("pilot", {"试点名称": "name", "试点层级": "level", "授予机关": "approved_by", "获批日期": "date"}),
        ("stated", {"报告名称": "report", "数据项": "measure", "所属领域": "domain", "报告数": "value"}),
        ("output", {"出台文件名称及文号": "title", "制发单位": "issuer", "对应重点改革任务": "task_title"}),
        ("task", {"任务名称": "title", "承办部门": "lead_department", "限时": "due_date", "进展": "progress"}),
        ("task", {"改革任务": "title", "实施步骤": "content", "序时进度完成情况": "status"}),
        ("task", {"改革任务": "title", "牵头单位": "lead_department", "责任人及联系电话": "responsible_person"}),
    ],
)
def test_what_offices_call_the_fields_of_a_type(record_type: str, headers: dict[str, str]) -> None:
    words = lexicon()
    assignment = words.assign({column: (words.label(header),) for column, header in enumerate(headers)}, "改革任务汇总")
    assert assignment is not None
    assert assignment.record_type.name == record_type
    assert {column: match.field.name for column, match in assignment.matches.items()} == dict(
        enumerate(headers.values())
    )
    assert all(match.level < GUESS for match in assignment.matches.values())


def test_a_near_miss_is_a_guess_only_for_one_field() -> None:
    words = lexicon()
    assignment = words.assign({0: ("序号",), 1: ("改革事项",), 2: ("牵头单位名",), 3: ("电话",)}, "")
    assert assignment is not None
    assert (assignment.matches[2].field.name, assignment.matches[2].level) == ("lead_department", GUESS)
    assert 3 not in assignment.matches


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ([{"header": "甲"}, {"header": "甲"}], "甲 is a header of"),
        ([{"header": "甲"}, {"header": "乙", "second_synonyms": ["丙"]}], "丙 is no header of another field"),
        ([{"header": "甲", "rests_on": ["third"]}, {"header": "乙"}], "third is not a field"),
    ],
)
def test_shared_headers_must_be_declared(fields: list[dict[str, object]], reason: str) -> None:
    named = [{"name": name, "telling": True, **field} for name, field in zip(("first", "second"), fields, strict=True)]
    with pytest.raises(ValidationError, match=reason):
        RecordType.model_validate({"name": "x", "title": "x", "grain": "x", "fields": named})


def test_more_headers_of_a_common_field_are_of_one_that_there_is() -> None:
    field = {"name": "first", "header": "甲", "telling": True}
    declared = {"name": "x", "title": "x", "grain": "x", "common_synonyms": {"sender": ["乙"]}, "fields": [field]}
    with pytest.raises(ValidationError, match="sender is no common field"):
        RecordType.model_validate(declared)


def read(tmp_path: Path, inbox_path: str, header: list[object], words: HeaderWords) -> FileReading:
    workbook = openpyxl.Workbook()
    workbook.worksheets[0].append(header)
    workbook.worksheets[0].append(["甲事项", "区发改委", "12月"])
    workbook.save(tmp_path / "a.xlsx")
    vocabulary = replace(Vocabulary.load(), header_words=words)
    return read_file(tmp_path / "a.xlsx", inbox_path, pickle.loads(pickle.dumps(vocabulary)))


def fields(reading: FileReading) -> dict[str, str | None]:
    return {cell.header_text: cell.field for row in reading.rows for cell in row.cells if cell.cell}


def test_an_office_has_headers_of_its_own(tmp_path: Path) -> None:
    words = HeaderWords.load({"task": {"lead_department": ["主责处室"], "due_date": ["何时（必填）"]}}, [])
    reading = read(tmp_path, "a.xlsx", ["改革事项", "主责处室", "何时"], words)
    assert fields(reading) == {"改革事项": "title", "主责处室": "lead_department", "何时": "due_date"}


def test_a_pin_holds_for_the_files_of_one_sender(tmp_path: Path) -> None:
    pin = Pin(path="住建局/*.xlsx", record_type="task", headers={"甲": "title", "责任单位": "supporting_departments"})
    words = HeaderWords.load({}, [pin])
    header: list[object] = ["甲", "责任单位", "完成时限"]
    pinned = fields(read(tmp_path, "住建局/2021.xlsx", header, words))
    assert pinned == {"甲": "title", "责任单位": "supporting_departments", "完成时限": "due_date"}
    assert fields(read(tmp_path, "民政局/2021.xlsx", header, words)).get("甲") is None


@pytest.mark.parametrize(("record_type", "field"), [("tasks", "title"), ("task", "titel")])
def test_own_headers_are_of_known_fields(record_type: str, field: str) -> None:
    with pytest.raises(ValueError, match=r"there are assessment|it has task_no"):
        HeaderWords.load({record_type: {field: ["甲"]}}, [])
    with pytest.raises(ValidationError):
        Pin(path="*", record_type=record_type, headers={"甲": field})
