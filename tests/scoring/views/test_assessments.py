"""The grid over HTTP: who sees which sheet, what a saved cell answers, what a refusal keeps."""

from http import HTTPStatus
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from scoring.models import Assessment, Criterion
from scoring.services import assessments, verification
from tests.factories.accounts import user_with
from tests.factories.campaigns import ParticipantFactory
from tests.scoring.conftest import NOW, WORKDAY, Filled
from tests.sign_in import sign_in

HTMX = {"HTTP_HX_REQUEST": "true"}


def sheet_url(filled: Filled) -> str:
    return reverse("scoring:assessment-detail", args=[filled.sheet().pk])


def save(client: Client, filled: Filled, code: str, *, htmx: bool = True, **data: Any) -> Any:
    item = filled.item(code)
    url = reverse("scoring:item-save", args=[item.pk])
    return client.post(url, {"revision": item.revision, **data}, **(HTMX if htmx else {}))


def test_list_shows_only_the_own_unit(client: Client, filled: Filled) -> None:
    seen = sign_in(client, filled.head).get(reverse("scoring:assessment-list")).content.decode()
    assert "Khoa Ngoại" in seen
    assert "Khoa Dược" not in seen

    seen = sign_in(client, filled.office).get(reverse("scoring:assessment-list")).content.decode()
    assert "Khoa Ngoại" in seen
    assert "Khoa Dược" in seen


def test_list_exports_what_it_shows(client: Client, filled: Filled) -> None:
    answer = sign_in(client, filled.office).get(reverse("scoring:assessment-list"), {"_export": "xlsx", "q": "ngoai"})

    assert answer["Content-Type"].endswith("spreadsheetml.sheet")


def test_sheet_says_who_marks_a_survey_that_the_portal_does_not_hold(client: Client, filled: Filled) -> None:
    by_portal = "nhập ở mục Số liệu"
    assert by_portal in sign_in(client, filled.head).get(sheet_url(filled)).content.decode()

    Criterion.objects.filter(code="c2").update(entered_by="survey", indicator_code="")

    seen = client.get(sheet_url(filled)).content.decode()
    assert "Người thẩm định chấm theo kết quả khảo sát" in seen and by_portal not in seen


def test_list_takes_as_many_queries_for_three_sheets_as_for_two(client: Client, filled: Filled) -> None:
    sign_in(client, filled.office)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get(reverse("scoring:assessment-list"))
        return len(caught)

    queries()
    two = queries()
    ParticipantFactory(round=filled.round, unit=filled.world.office)
    assessments.open_for_round(round=filled.round, by=filled.office, at=NOW)

    assert queries() == two


def test_sheet_shows_fields_to_the_unit_and_facts_to_the_office(client: Client, filled: Filled) -> None:
    own = sign_in(client, filled.staff).get(sheet_url(filled)).content.decode()
    assert 'name="numerator"' in own
    assert "Điểm dự kiến" in own

    office = sign_in(client, filled.office).get(sheet_url(filled)).content.decode()
    assert 'name="numerator"' not in office


def test_foreign_sheet_is_not_found_and_foreign_role_is_refused(client: Client, filled: Filled) -> None:
    assert sign_in(client, filled.other_head).get(sheet_url(filled)).status_code == HTTPStatus.NOT_FOUND
    council = user_with("council_member", filled.world.centre)
    assert sign_in(client, council).get(sheet_url(filled)).status_code == HTTPStatus.FORBIDDEN


def test_saved_cell_answers_with_points_sum_and_new_revision(client: Client, filled: Filled) -> None:
    answer = save(sign_in(client, filled.staff), filled, "b1", numerator="9", denominator="10", explanation="Có sổ")

    body = answer.content.decode()
    assert answer.status_code == HTTPStatus.OK
    assert "9,00" in body
    assert 'id="tong-diem"' in body
    assert 'name="revision" value="1"' in body
    assert "đã lưu" in body


def test_bad_figure_is_told_at_its_field(client: Client, filled: Filled) -> None:
    answer = save(sign_in(client, filled.staff), filled, "b1", numerator="12", denominator="10")

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'data-error-of="numerator"' in answer.content.decode()
    assert filled.item("b1").declared == {}


def test_stale_cell_is_told_and_gets_the_new_revision(client: Client, filled: Filled) -> None:
    filled.save("b1", by=filled.head, numerator="9", denominator="10")

    answer = save(sign_in(client, filled.staff), filled, "b1", numerator="1", denominator="10", revision="0")

    assert answer.status_code == HTTPStatus.CONFLICT
    assert filled.head.display_name in answer.content.decode()
    assert 'value="1"' in answer.content.decode()
    assert filled.item("b1").declared["numerator"] == "9"


def test_without_javascript_saving_leads_back_to_the_line(client: Client, filled: Filled) -> None:
    answer = save(sign_in(client, filled.staff), filled, "a1", htmx=False, done="co", explanation="")

    assert answer.status_code == HTTPStatus.FOUND
    assert answer["Location"].endswith(f"#tc-{filled.item('a1').pk}")


def test_without_javascript_a_refusal_keeps_what_was_typed(client: Client, filled: Filled) -> None:
    answer = save(sign_in(client, filled.staff), filled, "b1", htmx=False, numerator="mười hai", denominator="10")

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "mười hai" in answer.content.decode()


def test_expired_session_during_saving_names_the_way_back(client: Client, filled: Filled) -> None:
    answer = save(client, filled, "b1", numerator="1", denominator="1")

    assert answer.status_code == HTTPStatus.UNAUTHORIZED
    assert answer["X-Sign-In"] == reverse("accounts:login")


def test_foreign_unit_cannot_save(client: Client, filled: Filled) -> None:
    assert save(sign_in(client, filled.other_head), filled, "b1", numerator="1").status_code == HTTPStatus.NOT_FOUND
    assert save(sign_in(client, filled.office), filled, "b1", numerator="1").status_code == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize("revision", ["", "x", "-1", "²"])
def test_broken_revision_counts_as_stale(client: Client, filled: Filled, revision: str) -> None:
    answer = save(sign_in(client, filled.staff), filled, "a1", done="co", revision=revision)

    assert answer.status_code == HTTPStatus.CONFLICT


def act(client: Client, filled: Filled, transition: str) -> Any:
    url = reverse("scoring:assessment-transition", args=[filled.sheet().pk])
    return client.post(url, {"transition": transition})


def test_incomplete_sheet_names_every_missing_line_with_a_link(client: Client, filled: Filled) -> None:
    answer = act(sign_in(client, filled.head), filled, "submit")

    body = answer.content.decode()
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Chưa nộp được" in body
    for code in ("a1", "b1"):
        assert f'href="#tc-{filled.item(code).pk}"' in body


def test_complete_sheet_is_submitted(client: Client, filled: Filled) -> None:
    filled.complete()

    assert act(sign_in(client, filled.head), filled, "submit").status_code == HTTPStatus.FOUND
    assert filled.sheet().state == "submitted"


def test_decisions_stay_hidden_from_the_unit_until_the_sheet_comes_back(client: Client, filled: Filled) -> None:
    filled.submit()
    item = filled.item("b1")
    verification.decide(
        item=item,
        decision="return",
        reason="Thiếu danh mục văn bản",
        comment="",
        internal_note="Nghi sao chép",
        expected_revision=item.revision,
        by=filled.office,
        at=WORKDAY,
    )
    page = reverse("scoring:item-detail", args=[item.pk])
    sign_in(client, filled.head)

    assert "Thiếu danh mục văn bản" not in client.get(sheet_url(filled)).content.decode()
    assert "Thiếu danh mục văn bản" not in client.get(page).content.decode()

    verification.return_to_unit(assessment=filled.sheet(), by=filled.office, at=WORKDAY)
    for url in (sheet_url(filled), page):
        seen = client.get(url).content.decode()
        assert "Thiếu danh mục văn bản" in seen
        assert "Nghi sao chép" not in seen


def test_sheets_are_opened_from_the_list(client: Client, filled: Filled) -> None:
    filled.sheet(filled.world.pharmacy).delete()
    sign_in(client, filled.office)
    url = reverse("scoring:assessment-open", args=[filled.round.pk])
    assert url in client.get(reverse("scoring:assessment-list")).content.decode()

    client.post(url)

    assert Assessment.objects.filter(unit=filled.world.pharmacy).exists()


def test_other_centre_cannot_open_sheets(client: Client, filled: Filled) -> None:
    stranger = user_with("office", filled.world.other_centre)

    answer = sign_in(client, stranger).post(reverse("scoring:assessment-open", args=[filled.round.pk]))

    assert answer.status_code == HTTPStatus.NOT_FOUND
