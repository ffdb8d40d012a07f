"""Looking at questionnaires and making shorter ones through the pages."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import RoleCode
from indicators.engine.questions import read
from indicators.enums import QuestionnaireState
from indicators.models import Questionnaire
from indicators.services.questionnaires import load_library
from tests.factories.accounts import user_with
from tests.factories.indicators import MOMENT
from tests.factories.surveys import CONTENT, QuestionnaireFactory
from tests.factories.world import World

CONTENT_OF_TWO = {
    "sections": [
        {
            **{"code": "a", "title": "A"},
            "questions": [
                {"code": "a1", "text": "Một", "kind": "scale", "counts": True},
                {"code": "a2", "text": "Hai", "kind": "scale", "counts": True},
            ],
        }
    ]
}


@pytest.fixture
def office(client: Client, world: World) -> Client:
    client.force_login(user_with(RoleCode.OFFICE, world.centre))
    return client


@pytest.fixture
def draft(world: World) -> Questionnaire:
    made: Questionnaire = QuestionnaireFactory(centre=world.centre, content=CONTENT)
    return made


def get(client: Client, name: str, *args: object) -> str:
    response = client.get(reverse(f"indicators:{name}", args=args))
    assert response.status_code == 200
    return response.content.decode()


def post(client: Client, row: Questionnaire, name: str, *args: object, **typed: Any) -> Any:
    """Post with the fingerprint that the editor shows now."""
    seen = re.search(r'name="seen" value="(\w+)"', get(client, "questionnaire-edit", row.pk))
    assert seen
    response = client.post(reverse(f"indicators:{name}", args=[row.pk, *args]), {"seen": seen[1], **typed})
    row.refresh_from_db()
    return response


def test_shipped_questionnaire_is_copied_shortened_and_usable(office: Client, world: World) -> None:
    load_library(at=MOMENT)
    shipped = Questionnaire.objects.get(code="ngoai-tru")

    office.post(reverse("indicators:questionnaire-copy", args=[shipped.pk]))
    own = Questionnaire.objects.get(centre=world.centre)
    keep = ["a1", "b1", "c1", "d1", "e1", "f", "y_kien"]
    counts = {f"counts-{code}": "on" for code in ("a1", "b1", "c1", "d1")}
    post(office, own, "questionnaire-edit", keep=keep, **counts)

    asked = read(own.content)
    assert [question.code for question in asked.questions] == keep
    assert asked.counted == ("a1", "b1", "c1", "d1")
    shipped.refresh_from_db()
    assert len(read(shipped.content).questions) == 36


def test_left_out_questions_can_be_brought_back(office: Client, world: World) -> None:
    shipped = QuestionnaireFactory(code="rieng", content=CONTENT_OF_TWO)
    office.post(reverse("indicators:questionnaire-copy", args=[shipped.pk]))
    own = Questionnaire.objects.get(centre=world.centre)
    post(office, own, "questionnaire-edit", keep=["a1"])
    assert "Lấy lại câu đã bỏ" in get(office, "questionnaire-edit", own.pk)
    post(office, own, "question-add", "a", text="Câu mới", kind="scale")

    post(office, own, "questionnaire-edit", keep=["a1", "a3"], restore=["a2"])

    assert [(each.code, each.text) for each in read(own.content).questions] == [
        *(("a1", "Một"), ("a3", "Câu mới"), ("a2", "Hai")),
    ], "a new question never takes the code of one that was left out"


def test_all_questions_cannot_be_dropped_by_a_slip(office: Client, draft: Questionnaire) -> None:
    post(office, draft, "questionnaire-edit", keep=[])

    assert draft.content == CONTENT
    assert "ít nhất một câu hỏi" in get(office, "questionnaire-edit", draft.pk)


def test_copying_again_leads_to_the_version_that_is_being_written(office: Client, draft: Questionnaire) -> None:
    response = office.post(reverse("indicators:questionnaire-copy", args=[draft.pk]))

    assert response["Location"] == reverse("indicators:questionnaire-edit", args=[draft.pk])


def test_editor_tells_slips_at_their_place(office: Client, draft: Questionnaire) -> None:
    post(office, draft, "section-add", title="Phần mới")

    text = get(office, "questionnaire-edit", draft.pk)
    assert "chỗ phải sửa trước khi dùng" in text and "Chưa có câu hỏi nào." in text


def test_question_is_added_reworded_and_kept_when_wrong(office: Client, draft: Questionnaire) -> None:
    scale = {"kind": "scale", "counts": "on", "text": "Nhân viên chào hỏi"}
    post(office, draft, "question-add", "a", **scale)
    assert draft.content["sections"][0]["questions"][1] == {"code": "a2", "kind": "scale", "counts": True} | {
        "text": "Nhân viên chào hỏi"
    }

    post(office, draft, "question-edit", "a2", **{**scale, "text": "Nhân viên niềm nở"})
    assert draft.content["sections"][0]["questions"][1]["text"] == "Nhân viên niềm nở"

    wrong = post(office, draft, "question-edit", "a2", text="Chọn", kind="choice", counts="on")
    assert wrong.status_code == 400
    assert "từ 2 đến 12 câu trả lời" in wrong.content.decode() and "thang 5 mức mới được tính" in wrong.content.decode()
    assert draft.content["sections"][0]["questions"][1]["kind"] == "scale"


def test_choice_with_its_answers(office: Client, draft: Questionnaire) -> None:
    post(
        office,
        draft,
        "question-add",
        "a",
        **{"text": "Trở lại?", "kind": "choice", "options": "Không\n\nCó thể\nChắc chắn", "role": "return"},
        positive="2, 3",
    )

    question = draft.content["sections"][0]["questions"][1]
    assert question["options"] == ["Không", "Có thể", "Chắc chắn"]
    assert (question["role"], question["positive"]) == ("return", [2, 3])


def test_sections_are_added_renamed_and_removed(office: Client, draft: Questionnaire) -> None:
    post(office, draft, "section-add", title="Kết quả")
    post(office, draft, "section-edit", "b", title="Kết quả chung", note="Chọn một mức")
    assert draft.content["sections"][1] | {"questions": []} == {
        **{"code": "b", "title": "Kết quả chung", "note": "Chọn một mức", "questions": []}
    }

    post(office, draft, "section-remove", "b")
    assert [section["code"] for section in draft.content["sections"]] == ["a"]


def test_words_before_and_after(office: Client, draft: Questionnaire) -> None:
    post(office, draft, "questionnaire-words", title="Phiếu ngắn", introduction="Xin chào", thanks="Cảm ơn")

    assert (draft.title, draft.content["introduction"]) == ("Phiếu ngắn", "Xin chào")


def test_what_somebody_else_changed_is_not_overwritten(office: Client, draft: Questionnaire) -> None:
    address = reverse("indicators:questionnaire-edit", args=[draft.pk])

    response = office.post(address, {"seen": "cũ", "keep": ["a1"]}, follow=True)

    assert "người khác sửa" in response.content.decode()
    draft.refresh_from_db()
    assert draft.content == CONTENT


def test_used_or_foreign_ones_are_not_in_the_editor(office: Client, world: World) -> None:
    used = QuestionnaireFactory(centre=world.centre, content=CONTENT, state=QuestionnaireState.FROZEN)
    foreign = QuestionnaireFactory(centre=world.other_centre, content=CONTENT)
    shared = QuestionnaireFactory(content=CONTENT)

    for row in (used, foreign, shared):
        assert office.get(reverse("indicators:questionnaire-edit", args=[row.pk])).status_code == 404
    assert "Soạn phiếu" not in get(office, "questionnaire-detail", used.pk)


def test_unknown_parts_are_not_found(office: Client, draft: Questionnaire) -> None:
    for name, part in (("question-edit", "x"), ("section-edit", "x"), ("question-add", "x")):
        assert office.get(reverse(f"indicators:{name}", args=[draft.pk, part])).status_code == 404


def test_draft_is_deleted(office: Client, draft: Questionnaire) -> None:
    office.post(reverse("indicators:questionnaire-delete", args=[draft.pk]))

    assert not Questionnaire.objects.exists()


def test_questions_have_the_numbers_under_which_people_answer_them(office: Client) -> None:
    load_library(at=MOMENT)
    row = Questionnaire.objects.get(code="tiem-chung")
    shown = get(office, "questionnaire-detail", row.pk)

    for number in (1, 2, 3, 4):
        screen = get(office, "questionnaire-preview", row.pk, number)
        public = re.findall(r"<(?:legend|label for=[^>]+)>(\d+)\. ", screen)
        section = shown.partition(f'id="phan-{number}"')[2].partition("</section>")[0]
        assert public and re.findall(r'<li value="(\d+)">', section) == public


def test_preview_walks_through_the_screens_and_keeps_nothing(office: Client) -> None:
    load_library(at=MOMENT)
    row = Questionnaire.objects.get(code="tiem-chung")
    detail = reverse("indicators:questionnaire-detail", args=[row.pk])

    first = get(office, "questionnaire-preview", row.pk, 1)
    assert "Lịch tiêm được báo trước" in first and "Phần 1/4" in first
    assert office.get(reverse("indicators:questionnaire-preview", args=[row.pk, 5]))["Location"] == detail
    back = office.get(reverse("indicators:questionnaire-preview", args=[row.pk, 3]), {"lui": "1"})
    assert back["Location"] == reverse("indicators:questionnaire-preview", args=[row.pk, 1])


def test_list_costs_the_same_with_one_row_and_with_three(office: Client, draft: Questionnaire, world: World) -> None:
    get(office, "questionnaire-list")
    with CaptureQueriesContext(connection) as one:
        get(office, "questionnaire-list")
    QuestionnaireFactory(centre=world.centre, content=CONTENT)
    QuestionnaireFactory(content=CONTENT)
    with CaptureQueriesContext(connection) as three:
        get(office, "questionnaire-list")

    assert len(one) == len(three)
