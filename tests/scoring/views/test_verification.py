"""The verifier's desk over HTTP: queue, one line, many lines at once."""

from http import HTTPStatus
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.listing import SEAL
from tests.factories.accounts import PersonFactory, user_with
from tests.scoring.conftest import Filled
from tests.sign_in import sign_in

QUEUE = "scoring:verification-queue"


def decide(client: Client, filled: Filled, code: str, query: str = "", **data: Any) -> Any:
    item = filled.item(code)
    url = reverse("scoring:verification-item", args=[item.pk]) + query
    return client.post(url, {"revision": item.revision, "next": "1", **data})


def test_queue_is_for_verifiers_only(client: Client, filled: Filled) -> None:
    assert sign_in(client, filled.head).get(reverse(QUEUE)).status_code == HTTPStatus.FORBIDDEN
    assert sign_in(client, filled.office).get(reverse(QUEUE)).status_code == HTTPStatus.OK


def test_queue_filters_by_ready_filter_unit_and_nonsense(client: Client, filled: Filled) -> None:
    filled.submit()
    sign_in(client, filled.office)

    def codes(**query: str) -> list[str]:
        table = client.get(reverse(QUEUE), query).context["table"]
        return [row.record.criterion.code for row in table.rows]

    assert codes(loc="khong-ap-dung") == ["c2"]
    assert codes(loc="giai-trinh") == ["a1", "b1", "c2"]
    assert codes(unit=str(filled.world.surgery.pk), loc="cho") == ["a1", "a2", "b1", "c2", "T1"]
    assert len(codes(unit="khong-co")) == 5


def test_queue_takes_as_many_queries_for_two_sheets_as_for_one(client: Client, filled: Filled) -> None:
    filled.submit()
    sign_in(client, filled.office)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get(reverse(QUEUE))
        return len(caught)

    queries()
    one = queries()
    filled.submit(filled.world.pharmacy, by=filled.other_head)

    assert queries() == one


def test_saving_leads_to_the_next_line_of_the_filter(client: Client, filled: Filled) -> None:
    filled.submit()

    answer = decide(sign_in(client, filled.office), filled, "a1", "?loc=cho", decision="accept")

    following = reverse("scoring:verification-item", args=[filled.item("a2").pk])
    assert answer["Location"] == f"{following}?loc=cho"
    assert filled.item("a1").state == "accepted"


def test_refused_decision_keeps_what_was_typed(client: Client, filled: Filled) -> None:
    filled.submit()

    answer = decide(
        sign_in(client, filled.office), filled, "b1", decision="adjust", points="12,5", reason="Thiếu một văn bản"
    )

    body = answer.content.decode()
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Thiếu một văn bản" in body
    assert "12,5" in body
    assert filled.item("b1").state == "pending"


def test_stale_decision_is_told_and_may_be_sent_again(client: Client, filled: Filled) -> None:
    filled.submit()
    sign_in(client, filled.office)
    old = filled.item("b1").revision
    decide(client, filled, "b1", decision="accept")

    answer = decide(client, filled, "b1", decision="return", reason="Thiếu", revision=old)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert filled.item("b1").state == "accepted"
    assert f'value="{filled.item("b1").revision}"' in answer.content.decode()


def test_own_department_gets_a_message_instead_of_the_form(client: Client, filled: Filled) -> None:
    filled.submit()
    insider = user_with("office", filled.world.centre, person=PersonFactory(unit=filled.world.surgery))
    url = reverse("scoring:verification-item", args=[filled.item("b1").pk])

    body = sign_in(client, insider).get(url).content.decode()

    assert "chính đơn vị mình" in body
    assert 'name="decision"' not in body


def test_other_centre_does_not_find_the_line(client: Client, filled: Filled) -> None:
    filled.submit()
    stranger = user_with("office", filled.world.other_centre)
    url = reverse("scoring:verification-item", args=[filled.item("b1").pk])

    assert sign_in(client, stranger).get(url).status_code == HTTPStatus.NOT_FOUND


def test_agreeing_to_all_takes_what_was_counted(client: Client, filled: Filled) -> None:
    filled.submit()
    sign_in(client, filled.office)
    wish = {"address": SEAL.sign(f"{reverse(QUEUE)}?loc=cho"), "act": "agree", "all": "1"}

    question = client.post(reverse("core:list-act"), wish).content.decode()
    assert "Đồng ý điểm tự chấm 3 tiêu chí" in question and "2 tiêu chí khác" in question

    client.post(reverse("core:list-act"), {**wish, "count": "5"})
    assert filled.item("a1").state == "pending"

    client.post(reverse("core:list-act"), {**wish, "count": "3"})
    assert filled.item("a1").state == "accepted"
    assert filled.item("c2").state == "pending"


def test_sheet_with_all_decisions_asks_for_its_last_step(client: Client, filled: Filled) -> None:
    filled.submit()
    sign_in(client, filled.office)
    queue, sheet = reverse(QUEUE), reverse("scoring:assessment-detail", args=[filled.sheet().pk])
    item = reverse("scoring:verification-item", args=[filled.item("a1").pk])
    last = "Hoàn tất thẩm định”"

    def told(address: str) -> str:
        return client.get(address).content.decode()

    assert last not in told(queue) + told(sheet) + told(item)
    assert "Thẩm định 5 tiêu chí còn lại" in told(sheet)

    filled.sheet().items.update(state="accepted", verified_at=timezone.now())

    assert f'<a href="{sheet}">Mở phiếu và bấm “{last}</a>' in told(queue)
    assert f'<a href="{sheet}">Mở phiếu và bấm “{last}</a>' in told(item)
    assert "Đã thẩm định đủ 5/5 tiêu chí" in told(sheet) and f"bấm “{last}" in told(sheet)
    assert 'value="verify"' in told(sheet) and 'value="return"' not in told(sheet)
    assert "phiếu đã thẩm định đủ tiêu chí, chờ hoàn tất" in told(reverse("reports:home"))

    filled.sheet().items.filter(criterion__code="a1").update(state="returned", verified_reason="Thiếu biên bản")

    assert "1 tiêu chí bị trả lại" in told(queue) and last not in told(queue)
    assert 'value="return"' in told(sheet) and 'value="verify"' not in told(sheet)
    client.post(reverse("scoring:assessment-transition", args=[filled.sheet().pk]), {"transition": "return"})
    assert "chờ bước cuối" not in told(queue)


def test_last_decision_leads_to_the_sheet_where_it_is_finished(client: Client, filled: Filled) -> None:
    filled.submit()
    sign_in(client, filled.office)
    for code in ("a1", "b1", "c2", "T1"):
        decide(client, filled, code, decision="accept")

    answer = decide(client, filled, "a2", decision="adjust", points="7,5", reason="Theo nhận xét")

    sheet = reverse("scoring:assessment-detail", args=[filled.sheet().pk])
    assert answer["Location"] == sheet
    client.post(reverse("scoring:assessment-transition", args=[filled.sheet().pk]), {"transition": "verify"})
    assert filled.sheet().state == "verified"
