"""A small survey that people may answer now, and what they send."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from indicators.enums import SurveyState
from indicators.models import ServicePoint, Survey
from indicators.selectors import public_points
from indicators.selectors.public_points import PublicPoint
from tests.factories.surveys import QuestionnaireFactory, ServicePointFactory, SurveyFactory

CONTENT = {
    "introduction": "Xin ông/bà cho biết ý kiến về lần khám này.",
    "sections": [
        {
            "code": "a",
            "title": "Khả năng tiếp cận",
            "questions": [
                {"code": "a1", "text": "Sơ đồ, biển báo dễ hiểu", "kind": "scale", "counts": True, "required": True},
                {"code": "a2", "text": "Thang máy dễ dùng", "kind": "scale_or_unused", "counts": True},
            ],
        },
        {
            "code": "b",
            "title": "Ý kiến chung",
            "questions": [
                {"code": "b1", "text": "Đáp ứng bao nhiêu so với mong đợi", "kind": "percent", "highest": 150},
                {
                    "code": "b2",
                    "text": "Đến bằng gì",
                    "kind": "choices",
                    "options": ["Xe máy", "Ô tô", "Đi bộ"],
                },
                {"code": "b3", "text": "Ông/bà có góp ý gì thêm", "kind": "text"},
            ],
        },
    ],
}
ANSWERS = {"a1": 5, "a2": 4, "b1": 90, "b2": [1, 3], "b3": "Ghế chờ còn ít"}


def open_survey(**more: Any) -> Survey:
    """A survey that began a week ago and lasts another month."""
    now = timezone.now()
    today = timezone.localdate(now)
    return SurveyFactory(
        **{
            "questionnaire": QuestionnaireFactory(content=CONTENT),
            "opens_on": today - timedelta(days=7),
            "closes_on": today + timedelta(days=30),
            "state": SurveyState.OPEN,
            "opened_at": now - timedelta(days=7),
            **more,
        }
    )


def open_point(survey: Survey | None = None, **more: Any) -> ServicePoint:
    """One of its service points."""
    return ServicePointFactory(survey=survey or open_survey(), **more)


def public(point: ServicePoint) -> PublicPoint:
    """The point as the public sees it now."""
    found = public_points.by_token(point.token)
    assert found is not None
    return found


def body(**more: Any) -> dict[str, Any]:
    """What the script of the page sends."""
    return {"key": str(uuid4()), "answers": ANSWERS, "age": 3, "took": 120, "channel": "link", "code": "", **more}


def send(client: Client, point: ServicePoint, sent: dict[str, Any], **headers: str) -> Any:
    """Send it, as the script does."""
    address = f"/ks/{point.token}/gui/"
    return client.post(address, json.dumps(sent), content_type="application/json", headers=headers)


def begin(client: Client, point: ServicePoint, **typed: str) -> Any:
    """Press the button of the first page, as a browser without a script does."""
    return client.post(f"/ks/{point.token}/", typed)


def go(client: Client, point: ServicePoint, number: int, **typed: Any) -> Any:
    """Send one group of questions, as a browser without a script does."""
    return client.post(f"/ks/{point.token}/phan/{number}/", typed)
