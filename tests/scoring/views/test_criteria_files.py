"""Criteria sets as files in the interface: checking, loading, downloading."""

from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from scoring.engine.definition import write_set
from scoring.models import CriteriaSet
from scoring.selectors import criteria as selectors
from scoring.services import criteria_files
from scoring.spreadsheet.layout import GUIDE, READ
from scoring.spreadsheet.writing import workbook
from tests.factories.accounts import user_with
from tests.factories.scoring import NOW, stored_small_set

FILE = Path(__file__).parents[3] / "scoring" / "data" / "hoai-nhon-khoa-phong.toml"


def upload(client, user, content, name="bo.toml", act="load"):
    client.force_login(user)
    data = {"file": SimpleUploadedFile(name, content), act: "1"}
    return client.post(reverse("scoring:criteria-load"), data, follow=True)


def in_excel():
    return workbook(write_set(criteria_files.read_file(FILE)))


def changed(**cells):
    book = load_workbook(BytesIO(in_excel()))
    for place, value in cells.items():
        book["Tiêu chí"][place] = value
    target = BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize(("name", "content"), [("bo.toml", FILE.read_bytes), ("bo.xlsx", in_excel)])
def test_office_loads_a_set(client, scored, name, content):
    page = upload(client, scored.office, content(), name).content.decode()

    stored = CriteriaSet.objects.get(code="hoai-nhon-khoa-phong")
    assert stored.unit == scored.world.centre
    assert "Ban hành kế hoạch thi đua cải cách hành chính năm của khoa, phòng" in page


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Tệp này trống."),
        (b"code = ", "sai cú pháp TOML"),
        (b"\xff\xfe\x00", "không phải bảng mã UTF-8"),
        (FILE.read_bytes().replace(b"total = 100", b"total = 99"), "Điểm tối đa ghi 99"),
        (b"#" * (criteria_files.LARGEST + 1), "lớn hơn 2 MB"),
        (b"a = " + b"[" * 100_000, "quá nhiều tầng"),
        (b"[" + b".".join([b"a"] * 500) + b"]", "quá nhiều tầng"),
    ],
)
def test_bad_file_is_refused_and_nothing_stored(client, scored, content, said):
    response = upload(client, scored.office, content)

    assert response.status_code == 422
    assert said in response.content.decode()
    assert CriteriaSet.objects.count() == 1


def test_file_of_another_kind_is_refused(client, scored):
    assert "Chỉ nhận tệp .xlsx hoặc .toml" in upload(client, scored.office, b"x", "bo.docx").content.decode()


def test_checking_tells_faults_by_cell_and_stores_nothing(client, scored):
    page = upload(client, scored.office, changed(E3=5, E6="1.500"), "bo.xlsx", "check").content.decode()

    assert '<td data-label="Ô">E6</td>' in page
    assert "có thể hiểu là 1500 hoặc 1,500" in page
    assert "Nạp bộ tiêu chí này" not in page
    assert CriteriaSet.objects.count() == 1


def test_checked_file_is_loaded_without_choosing_it_again(client, scored):
    page = upload(client, scored.office, changed(E3="2"), "bo.xlsx", "check").content.decode()
    assert "Tệp “bo.xlsx” không có lỗi" in page
    assert "Ô ghi chữ “2”, cổng hiểu là số 2." in page
    assert not CriteriaSet.objects.filter(code="hoai-nhon-khoa-phong").exists()
    kept = client.session["criteria_file"]["path"]

    assert f'name="kept" value="{kept}"' in page
    client.post(reverse("scoring:criteria-load"), {"checked": "1", "kept": kept})

    assert CriteriaSet.objects.filter(code="hoai-nhon-khoa-phong").exists()
    assert not default_storage.exists(kept)


def test_checked_file_that_is_refused_in_the_end_is_not_kept(client, scored):
    upload(client, scored.office, in_excel(), "bo.xlsx", "check")
    kept = client.session["criteria_file"]["path"]
    frozen = stored_small_set(scored.world.centre, code="hoai-nhon-khoa-phong")
    CriteriaSet.objects.filter(pk=frozen.pk).update(state="frozen", frozen_at=NOW)

    page = client.post(reverse("scoring:criteria-load"), {"checked": "1", "kept": kept}, follow=True).content.decode()

    assert "đã dùng để chấm nên không thay được" in page
    assert not default_storage.exists(kept)


@pytest.mark.parametrize("content", [b"code = ", b"code = 1", FILE.read_bytes()])
def test_file_that_another_one_takes_the_place_of_is_not_kept(client, scored, content):
    upload(client, scored.office, FILE.read_bytes(), act="check")
    kept = client.session["criteria_file"]["path"]

    upload(client, scored.office, content, act="check")

    assert not default_storage.exists(kept)


def test_page_loads_the_file_that_it_showed_and_no_other(client, scored):
    upload(client, scored.office, FILE.read_bytes(), act="check")
    shown = client.session["criteria_file"]["path"]
    upload(client, scored.office, FILE.read_bytes().replace(b"hoai-nhon-khoa-phong", b"bo-khac"), act="check")

    page = client.post(reverse("scoring:criteria-load"), {"checked": "1", "kept": shown}, follow=True).content.decode()

    assert "đã kiểm tra tệp khác" in page
    assert CriteriaSet.objects.count() == 1


def test_nothing_checked_is_nothing_loaded(client, scored):
    client.force_login(scored.office)

    page = client.post(reverse("scoring:criteria-load"), {"checked": "1"}, follow=True).content.decode()

    assert "Tệp đã kiểm tra không còn" in page


def test_draft_is_not_replaced_without_being_asked(client, scored):
    upload(client, scored.office, FILE.read_bytes())
    draft = CriteriaSet.objects.get(code="hoai-nhon-khoa-phong")

    page = upload(client, scored.office, FILE.read_bytes()).content.decode()

    assert "sẽ bị thay bằng bản trong tệp" in page
    assert CriteriaSet.objects.get(code="hoai-nhon-khoa-phong") == draft
    kept = client.session["criteria_file"]["path"]
    client.post(reverse("scoring:criteria-load"), {"checked": "1", "kept": kept})
    assert CriteriaSet.objects.get(code="hoai-nhon-khoa-phong") != draft


def test_used_version_is_not_replaced(client, scored):
    content = workbook(selectors.as_mapping(scored.criteria_set))

    page = upload(client, scored.office, content, "bo.xlsx").content.decode()

    assert "đã dùng để chấm nên không thay được" in page


def test_department_neither_loads_nor_takes_the_template(client, scored):
    client.force_login(scored.head)

    assert client.get(reverse("scoring:criteria-load")).status_code == 403
    assert client.get(reverse("scoring:criteria-template")).status_code == 403


def test_foreign_office_does_not_load_for_this_centre(client, scored):
    upload(client, user_with("office", scored.world.other_centre), FILE.read_bytes())

    assert not CriteriaSet.objects.filter(unit=scored.world.centre, code="hoai-nhon-khoa-phong").exists()


def test_template_is_blank_with_guidance(client, scored):
    client.force_login(scored.office)

    book = load_workbook(BytesIO(client.get(reverse("scoring:criteria-template")).content))

    assert set(READ) < set(book.sheetnames)
    assert book["Tiêu chí"].max_row == 1
    assert any("Theo tỷ lệ, có mức sàn" in str(cell.value) for cell in book[GUIDE]["A"])


@pytest.mark.parametrize(("name", "ending"), [("criteria-excel", "xlsx"), ("criteria-toml", "toml")])
def test_downloaded_set_is_the_stored_one(client, scored, name, ending):
    client.force_login(scored.head)

    response = client.get(reverse(f"scoring:{name}", args=[scored.criteria_set.pk]))

    assert f'filename="bo-nho-v1.{ending}"' in response["Content-Disposition"]
    read = criteria_files.read_content(response.content, f"bo.{ending}")
    assert read == selectors.engine_set(scored.criteria_set)


@pytest.mark.parametrize("name", ["criteria-excel", "criteria-toml"])
def test_foreign_set_is_not_found(client, scored, name):
    client.force_login(user_with("office", scored.world.other_centre))

    assert client.get(reverse(f"scoring:{name}", args=[scored.criteria_set.pk])).status_code == 404


def test_draft_with_slips_can_be_downloaded(client, scored):
    draft = stored_small_set(scored.world.centre, version=2)
    draft.criteria.filter(code="a1").update(rule={}, max_points=7)
    client.force_login(scored.office)

    excel = client.get(reverse("scoring:criteria-excel", args=[draft.pk])).content
    toml = client.get(reverse("scoring:criteria-toml", args=[draft.pk])).content

    for content, ending in ((excel, "xlsx"), (toml, "toml")):
        said = " ".join(map(str, criteria_files.examine(content, f"bo.{ending}").errors))
        assert "Chưa có cách tính" in said or "Chưa ghi cách tính" in said
        assert "Điểm tối đa ghi 60" in said


def test_typed_text_is_not_run_by_a_spreadsheet(client, scored):
    draft = stored_small_set(scored.world.centre, version=2, name='=HYPERLINK("http://x","y")')
    client.force_login(scored.office)

    content = client.get(reverse("scoring:criteria-excel", args=[draft.pk])).content

    cells = [cell for sheet in load_workbook(BytesIO(content)) for row in sheet.iter_rows() for cell in row]
    assert not any(cell.data_type == "f" for cell in cells)
    assert criteria_files.read_content(content, "bo.xlsx").name == draft.name
