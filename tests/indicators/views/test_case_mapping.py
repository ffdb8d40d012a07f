"""How a clerk says which sheets of a file are read, and what its words mean."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core.models import Job
from indicators.models import CaseFile, CaseImport, CaseSource
from indicators.services import case_imports, case_words
from indicators.services.errors import FigureRefused
from indicators.tasks import check_cases, import_cases
from tests.factories.world import World
from tests.indicators.case_desk import AT, csv_file, imported, uploaded
from tests.indicators.case_files import workbook
from tests.sign_in import sign_in_as

DETAIL = "indicators:case-import-detail"
HEADINGS = ("Mã hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày trả", "Trạng thái", "Hình thức nộp")
ROWS = (
    ("A1", "02/11/2025", "06/11/2025", "04/11/2025", "Xanh", "Quầy 1"),
    ("A2", "02/11/2025", "06/11/2025", "", "Vàng", "Quầy 1"),
    ("A3", "02/11/2025", "06/11/2025", "", "Đang xử lý", "Zalo"),
)


@pytest.fixture
def office(world: World, client: Client) -> Client:
    return sign_in_as(client, "office", world.centre, year=2025)


def text_of(response: Any) -> str:
    return str(response.content.decode())


def post_file(client: Client, content: bytes, name: str = "nam.xlsx", **given: Any) -> str:
    values = {"file": SimpleUploadedFile(name, content), "layout": "cases", "source_name": "Một cửa", "year": "2025"}
    return str(client.post(reverse("indicators:case-import-create"), values | given).url)


def work_off(task: Any) -> None:
    task(str(Job.objects.order_by("-requested_at").first().pk))  # type: ignore[union-attr]


def months(*titles: str) -> bytes:
    """One case a sheet; the last sheet lists something else."""

    def add(book: Any) -> None:
        for number, title in enumerate(titles[1:], start=2):
            sheet = book.create_sheet(title)
            sheet.append(["Mã hồ sơ", "Ngày tiếp nhận"])
            sheet.append([f"A{number}", f"02/{number}/2025"])
        book.create_sheet("Danh bạ").append(["Họ tên", "Chức vụ", "Phòng"])

    return workbook([["Mã hồ sơ", "Ngày tiếp nhận"], ["A1", "02/01/2025"]], title=titles[0], change=add)


def map_columns(client: Client, detail: str) -> None:
    case_import = CaseImport.objects.latest("pk")
    columns = {f"column-{name}": heading for name, heading in case_import.columns.items()}
    client.post(f"{detail}ghep-cot/", columns)
    work_off(check_cases)


def test_sheets_of_the_same_headings_come_in_at_once(office: Client) -> None:
    detail = post_file(office, months("Tháng 1", "Tháng 2", "Tháng 3"))
    page = text_of(office.get(detail))
    assert "Dùng cả 3 trang cùng tiêu đề" in page and page.count("(tiêu đề cột khác)") == 1

    office.post(f"{detail}ghep-cot/", {"choose_sheets": "alike"})
    map_columns(office, detail)
    assert "Tháng 1; Tháng 2; Tháng 3" in text_of(office.get(detail))
    office.post(f"{detail}doi/", {"transition": "import"})
    work_off(import_cases)

    assert sorted(CaseFile.objects.values_list("code", flat=True)) == ["A1", "A2", "A3"]


def test_file_in_which_no_column_is_known_is_told_of(office: Client) -> None:
    """Somebody has probably taken the wrong file."""
    stranger = post_file(office, "Họ và tên;Ngày sinh;Địa chỉ\nA;1/1/1990;Hà Nội\n".encode(), "danh-ba.csv")
    known = post_file(office, months("Tháng 1"))

    assert "Không cột nào của tệp giống mục cần có" in text_of(office.get(stranger))
    assert "Không cột nào của tệp giống mục cần có" not in text_of(office.get(known))


def test_some_sheets_are_chosen_in_any_order(office: Client) -> None:
    detail = post_file(office, months("Tháng 1", "Tháng 2", "Tháng 3"))
    office.post(f"{detail}ghep-cot/", {"choose_sheets": "chosen", "sheet": ["Tháng 3", "Tháng 2"]})
    assert CaseImport.objects.get().sheets == ["Tháng 2", "Tháng 3"]


@pytest.mark.parametrize(
    ("sheets", "said"),
    [
        ([], "Chưa chọn trang tính nào"),
        (["Tháng 1", "Danh bạ"], "“Danh bạ” không có cùng tiêu đề cột với trang “Tháng 1”"),
        (["Không có"], "không có trang “Không có”"),
    ],
)
def test_sheets_that_do_not_go_together_are_refused(office: Client, sheets: list[str], said: str) -> None:
    detail = post_file(office, months("Tháng 1", "Tháng 2"))
    address = f"{detail}ghep-cot/"
    assert said in text_of(office.post(address, {"choose_sheets": "chosen", "sheet": sheets}, follow=True))
    assert CaseImport.objects.get().sheets == ["Tháng 1"]


def meanings(**said: dict[str, str]) -> dict[str, Any]:
    post: dict[str, Any] = {"say_meanings": "1"}
    for column, words in said.items():
        post |= {f"word-{column}": list(words), f"meaning-{column}": list(words.values())}
    return post


def test_unknown_words_are_asked_for_once(office: Client) -> None:
    detail = post_file(office, csv_file(*ROWS, headings=HEADINGS).read(), "a.csv")
    map_columns(office, detail)
    page = text_of(office.get(detail))
    for words in ("“Xanh”", "“Vàng”", '“Quầy 1” <span class="muted">(2 dòng)</span>', "“Zalo”"):
        assert words in page
    assert CaseImport.objects.get().rows_refused == 3

    said = meanings(outcome={"Xanh": "result", "Vàng": "open"}, channel={"Quầy 1": "direct", "Zalo": ""})
    office.post(f"{detail}ghep-cot/", said)
    work_off(check_cases)
    page = text_of(office.get(detail))
    assert "“Zalo”" in page and '<option value="result" selected>' in page
    assert CaseImport.objects.get().rows_refused == 1

    office.post(f"{detail}ghep-cot/", meanings(channel={"Zalo": "online"}))
    work_off(check_cases)
    office.post(f"{detail}doi/", {"transition": "import"})
    work_off(import_cases)
    stored = CaseFile.objects.order_by("code").values_list("outcome", "channel")
    assert list(stored) == [("result", "direct"), ("", "direct"), ("", "online")]


def test_column_of_many_unknown_words_is_probably_another(office: Client) -> None:
    lines = [(f"A{number}", "02/11/2025", "", "", "", f"Nơi {number}") for number in range(34)]
    detail = post_file(office, csv_file(*lines, ROWS[0], headings=HEADINGS).read(), "a.csv")
    map_columns(office, detail)
    page = text_of(office.get(detail))
    assert page.count('name="word-channel"') == 30 and "Cột này còn 5 từ lạ khác" in page


def test_what_was_said_is_remembered_for_the_source(world: World) -> None:
    first = uploaded(world.centre, *ROWS, headings=HEADINGS)
    words = {"outcome": {"Xanh": "result", "Vàng": "none"}, "channel": {"Quầy 1": "direct", "Zalo": "none"}}
    case_words.say_meanings(case_import=first, meanings=words, by=None, at=AT)

    renamed = [(f"B{row[0]}", *row[1:4], row[4].upper(), row[5].lower()) for row in ROWS]
    done = imported(world.centre, *renamed, headings=HEADINGS, name="b.csv")

    assert (done.rows_added, done.rows_refused) == (3, 0), "whatever their capitals"
    assert CaseSource.objects.get().words == words


def test_meaning_is_forgotten(world: World) -> None:
    kept = uploaded(world.centre, *ROWS, headings=HEADINGS)
    case_words.say_meanings(case_import=kept, meanings={"channel": {"Zalo": "online"}}, by=None, at=AT)
    kept = case_words.say_meanings(case_import=kept, meanings={"channel": {"Zalo": ""}}, by=None, at=AT)
    assert (kept.words, CaseSource.objects.get().words) == ({}, {})


@pytest.mark.parametrize(
    "said", [{"outcome": {"Xanh": "online"}}, {"unit": {"Xanh": "result"}}, {"channel": {"": "online"}}]
)
def test_meanings_that_there_are_not_are_refused(world: World, said: Any) -> None:
    kept = uploaded(world.centre, *ROWS, headings=HEADINGS)
    with pytest.raises(FigureRefused, match="Không rõ"):
        case_words.say_meanings(case_import=kept, meanings=said, by=None, at=AT)


def test_word_that_contradicts_the_days_is_still_refused(world: World) -> None:
    kept = uploaded(world.centre, *ROWS, headings=HEADINGS)
    words = {"outcome": {"Xanh": "open", "Vàng": "result"}, "channel": {"Quầy 1": "direct", "Zalo": "online"}}
    kept = case_words.say_meanings(case_import=kept, meanings=words, by=None, at=AT)
    looked = case_imports.check(case_import=kept, by=None, at=AT, progress=lambda *_: None)
    assert [reason for _, reason in looked.faults.first(9)] == [
        "Ghi “Xanh” nhưng đã có ngày trả 04/11/2025.", "Ghi “Vàng” nhưng không có ngày trả."
    ]  # fmt: skip
    assert looked.findings.unknown_words == {}


def test_words_for_yes_and_no_are_explained_too(world: World) -> None:
    headings = ("Mã hồ sơ", "Ngày tiếp nhận", "Số hóa kết quả")
    rows = (("A1", "02/11/2025", "Bản giấy"), ("A2", "02/11/2025", "Ký số"), ("A3", "02/11/2025", "?"))
    first = uploaded(world.centre, *rows, headings=headings)
    said = {"result_digitised": {"Bản giấy": "no", "Ký số": "yes", "?": "none"}}
    case_words.say_meanings(case_import=first, meanings=said, by=None, at=AT)

    imported(world.centre, *rows, ("A4", "02/11/2025", "Có"), headings=headings)

    assert list(CaseFile.objects.order_by("code").values_list("result_digitised", flat=True)) == [
        False,
        True,
        None,
        True,
    ]
