"""Applicants when the installation begins or ceases to keep them, between one file and the next."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from indicators.models import CaseApplicant, CaseFile, CaseImport
from indicators.services import case_applicants, case_imports, case_steps, case_undoing, case_uploads
from indicators.tasks import forget_waiting_case_files
from tests.factories.accounts import user_with
from tests.factories.world import World, make_world
from tests.indicators.case_desk import AT, HEADINGS, case, imported, quietly, uploaded

WITH_PEOPLE = (*HEADINGS, "Người nộp", "Số điện thoại")
CASES = [case(f"A{number}", "02/11/2025 08:00", "06/11/2025 17:00") for number in range(3)]


@pytest.fixture(autouse=True)
def storage(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture(params=[False, True], ids=["at once", "in steps"])
def written(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case_steps, "are_needed", lambda: request.param)
    monkeypatch.setattr(case_steps, "PAUSE_SECONDS", 0)


def brought_in(world: World, *people: tuple[str, str], **given: Any) -> CaseImport:
    lines = [(*line, *person) for line, person in zip(CASES, people, strict=True)]
    return imported(world.centre, *lines, headings=WITH_PEOPLE, again=True, **given)


def known() -> dict[str, tuple[str, str]]:
    """Of the cases that count."""
    rows = CaseApplicant.objects.filter(case__is_current=True).order_by("case__code")
    return {code: (name, phone) for code, name, phone in rows.values_list("case__code", "name", "phone")}


PEOPLE = (("Người Một", "0901"), ("Người Hai", ""), ("", ""))


def test_same_file_fills_them_in_once_they_are_kept(world: World, settings: Any, written: None) -> None:
    brought_in(world, *PEOPLE)
    assert not CaseApplicant.objects.exists()
    settings.KEEP_CASE_APPLICANTS = True

    done = brought_in(world, *PEOPLE)

    assert known() == {"A0": ("Người Một", "0901"), "A1": ("Người Hai", "")}
    assert (done.rows_added, done.rows_changed, done.rows_same) == (0, 2, 1)
    again = brought_in(world, *PEOPLE)
    assert (again.rows_changed, again.rows_same) == (0, 3)
    case_undoing.undo(case_import=again, by=None, at=AT)
    case_undoing.undo(case_import=done, by=None, at=AT)
    assert not CaseApplicant.objects.exists() and CaseFile.objects.count() == 3


def test_what_a_file_does_not_tell_of_the_same_person_stays(world: World, settings: Any, written: None) -> None:
    settings.KEEP_CASE_APPLICANTS = True
    brought_in(world, ("Người Một", "0901"), ("Người Hai", "0902"), ("Người Ba", "0903"))

    done = brought_in(world, ("", ""), ("Người Hai", ""), ("Người Khác", ""))

    assert (done.rows_changed, done.rows_same) == (1, 2)
    people = {"A0": ("Người Một", "0901"), "A1": ("Người Hai", "0902"), "A2": ("Người Khác", "")}
    assert known() == people
    ended = [(*line[:6], "04/11/2025 09:00", line[7]) for line in CASES]
    assert imported(world.centre, *ended).rows_changed == 3
    assert known() == people


def test_they_are_forgotten_once_they_are_kept_no_more(
    world: World, settings: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.KEEP_CASE_APPLICANTS = True
    bad = (*case("X1", "45/11/2025"), "Người Lỗi", "0909")
    lines = [(*line, *person) for line, person in zip(CASES, PEOPLE, strict=True)]
    done = imported(world.centre, *lines, bad, headings=WITH_PEOPLE)
    client.force_login(user_with("office", world.centre))
    page, faults = (reverse(f"indicators:case-import-{name}", args=[done.pk]) for name in ("detail", "faults"))
    assert client.get(faults).status_code == 200 and "Tải tệp dòng lỗi" in client.get(page).content.decode()
    forget_waiting_case_files()
    assert len(known()) == 2

    settings.KEEP_CASE_APPLICANTS = False
    told = client.get(page).content.decode()
    assert client.get(faults).status_code == 404
    assert "Tải tệp dòng lỗi" not in told and "thông tin người nộp, mà hệ thống không lưu nữa" in told

    monkeypatch.setattr(case_applicants, "ROWS_A_STEP", 1)
    assert case_applicants.forget_all() == 3

    name = str(done.faults.name)
    done.refresh_from_db()
    assert (CaseApplicant.objects.count(), done.faults.name) == (0, "")
    assert case_applicants.forget_all() == 0
    assert name and CaseFile.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_file_of_refused_rows_with_people_is_removed(roles: None, settings: Any) -> None:
    settings.KEEP_CASE_APPLICANTS = True
    done = imported(make_world().centre, *CASES, case("X1", "45/11/2025"))
    settings.KEEP_CASE_APPLICANTS = False
    other = imported(done.centre, case("B1", "02/11/2025"), case("X1", "45/11/2025"), source_name="Hai")

    forget_waiting_case_files()

    assert not default_storage.exists(str(done.faults.name))
    other.refresh_from_db()
    assert other.faults and default_storage.exists(str(other.faults.name))


def test_their_columns_are_proposed_once_they_are_kept(world: World, settings: Any) -> None:
    line = (*CASES[0], *PEOPLE[0])
    first = uploaded(world.centre, line, headings=WITH_PEOPLE)
    ours = [*first.columns, "applicant_name", "applicant_phone"]
    without = {name: first.columns.get(name, "") for name in ours if not name.startswith("applicant_")}
    case_uploads.map_columns(case_import=first, columns=without, by=None, at=AT)
    assert "applicant_name" not in uploaded(world.centre, line, headings=WITH_PEOPLE, again=True).columns

    settings.KEEP_CASE_APPLICANTS = True
    second = uploaded(world.centre, line, headings=WITH_PEOPLE, again=True)
    assert (second.columns["applicant_name"], second.columns["applicant_phone"]) == ("Người nộp", "Số điện thoại")

    # Who does not want one of them says so once.
    chosen = second.columns | {"applicant_phone": ""}
    case_uploads.map_columns(case_import=second, columns=chosen, by=None, at=AT)
    third = uploaded(world.centre, line, headings=WITH_PEOPLE, again=True)
    assert third.columns["applicant_name"] == "Người nộp" and "applicant_phone" not in third.columns
    case_imports.check(case_import=third, by=None, at=AT, progress=quietly)
    case_imports.run(case_import=third, by=None, at=AT, progress=quietly)
    assert known() == {"A0": ("Người Một", "")}
