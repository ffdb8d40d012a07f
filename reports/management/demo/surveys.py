"""This year's satisfaction surveys: places, answers from phones and kiosks, comments that were handled."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts.models import Unit
from indicators.engine.months import month_end
from indicators.engine.questions import read
from indicators.enums import AnswerChannel
from indicators.models import Questionnaire, ServicePoint, Survey, SurveyComment
from indicators.services import kiosks, survey_comments, survey_points, surveys
from reports.management.demo import paper
from reports.management.demo.answering import Opinion, Senders, filled_in, key_from
from reports.management.demo.people import Centre
from reports.management.demo.story import THIS_YEAR, dice, moment

FIRST_DAY, LAST_DAY = date(THIS_YEAR, 1, 5), date(THIS_YEAR, 12, 31)
ANSWERED_UNTIL = date(THIS_YEAR, 11, 20)
KIOSK_PIN = "2580"
AT_KIOSK = 0.6
HALF_YEAR = date(THIS_YEAR, 6, 30)
CUT_OFF = date(THIS_YEAR, 10, 31)
A_MONTH, A_BUSY_MONTH = (2, 5), (17, 20)
"""Fewest and most answers of one place in a month."""
BUSY = ("kham-benh", "tchc", "tchc-tckt")
POINTS = {
    "one_stop": "Bàn trả kết quả một cửa",
    "inpatient": "Bàn ra viện",
    "outpatient": "Quầy phát thuốc",
    "station": "Bàn theo dõi sau tiêm",
}
COMMENTS = (
    "Nhân viên hướng dẫn nhẹ nhàng, dễ hiểu.",
    "Mong có thêm ghế ngồi chờ và quạt ở sảnh.",
    "Chờ lấy kết quả hơi lâu vào buổi sáng thứ Hai.",
    "Nhà vệ sinh cần được dọn thường xuyên hơn.",
    "Nộp hồ sơ trên mạng nhanh, không phải đi lại nhiều.",
    "Bảng chỉ dẫn hơi nhỏ, người lớn tuổi khó đọc.",
    "Cảm ơn bác sĩ và điều dưỡng đã tận tình.",
    "Chỗ gửi xe trưa nắng không có mái che.",
    "Đề nghị thông báo giờ trả kết quả qua tin nhắn.",
    "Giấy tờ phải phô tô nhiều bản.",
)
REPLIES = {
    COMMENTS[1]: "Trung tâm đã bổ sung 20 ghế chờ và 4 quạt treo tường tại sảnh trong tháng.",
    COMMENTS[2]: "Từ tháng này có thêm một bàn trả kết quả vào sáng thứ Hai. Cảm ơn ông/bà đã góp ý.",
    COMMENTS[5]: "Bảng chỉ dẫn đã được làm lại với chữ lớn hơn ở tầng 1 và khu khám bệnh.",
    COMMENTS[8]: "Hệ thống một cửa nay gửi tin nhắn khi có kết quả; ông/bà đăng ký số điện thoại khi nộp hồ sơ.",
}
HIDDEN = COMMENTS[9]
HANDLED_AFTER = timedelta(days=6)
HANDLED_BEFORE = date(THIS_YEAR, 11, 1)


@dataclass(frozen=True)
class Round:
    """A survey of the demonstration. ``of``: the fact that makes a unit concerned; ``closed``: the day it ended."""

    title: str
    questionnaire: str
    of: str
    opens: date
    population: int
    margin: int = 5
    closed: date | None = None
    has_paper: bool = False


ROUNDS = {
    "hn": (
        Round(f"Hài lòng về thủ tục hành chính năm {THIS_YEAR}", "sipas", "one_stop", FIRST_DAY, 2600),
        Round("Hài lòng người bệnh nội trú 6 tháng đầu năm", "noi-tru", "inpatient", FIRST_DAY, 1900, 8, HALF_YEAR),
        Round("Hài lòng người bệnh nội trú 6 tháng cuối năm", "noi-tru", "inpatient", date(THIS_YEAR, 7, 1), 2000, 8),
        Round(
            f"Hài lòng người bệnh ngoại trú năm {THIS_YEAR}",
            "ngoai-tru",
            "outpatient",
            FIRST_DAY,
            5200,
            6,
            has_paper=True,
        ),
    ),
    "tmr": (
        Round(f"Hài lòng về thủ tục hành chính năm {THIS_YEAR}", "sipas", "one_stop", FIRST_DAY, 2400, 6, CUT_OFF),
        Round(f"Hài lòng người bệnh nội trú năm {THIS_YEAR}", "noi-tru", "inpatient", FIRST_DAY, 1500, 8, CUT_OFF),
        Round(f"Hài lòng người bệnh ngoại trú năm {THIS_YEAR}", "ngoai-tru", "outpatient", FIRST_DAY, 2800, 6, CUT_OFF),
        Round("Hài lòng người đến tiêm chủng quý IV", "tiem-chung", "station", date(THIS_YEAR, 11, 1), 300, 10),
    ),
}


def hold_surveys(centre: Centre, today: date) -> None:
    """The surveys of one centre: opened, answered month after month; some closed, one still in preparation."""
    senders = Senders()
    for held in ROUNDS[centre.prefix]:
        survey, points = _opened(centre, held, today)
        for point in points:
            _answers(centre, held, point, senders)
        if held.has_paper:
            paper.type_forms(centre, points[0])
        if held.closed:
            _close(centre, survey, held.closed)
    if centre.prefix == "hn":
        _prepare_staff_survey(centre, today)
    _handle_comments(centre)


def _opened(centre: Centre, held: Round, today: date) -> tuple[Survey, list[ServicePoint]]:
    """A survey with a place for each unit concerned, open from its first day on."""
    by, at = centre.office_head, moment(held.opens, 7)
    units = [unit for unit in centre.departments if _is_concerned(centre, unit, held.of)]
    values = {
        "questionnaire": _questionnaire(held.questionnaire),
        "title": held.title,
        "opens_on": held.opens,
        "closes_on": max(LAST_DAY, today + timedelta(days=14)),
        "population": held.population,
        "margin": held.margin,
        "is_published": True,
    }
    survey = surveys.create(centre=centre.unit, values=values, by=by, at=at)
    target = -(-survey.target // len(units))
    points = survey_points.add_points(survey=survey, units=units, name=POINTS[held.of], target=target, by=by, at=at)
    if held.of == "one_stop":
        kiosks.set_pin(point=points[0], pin=KIOSK_PIN, by=by, at=at)
    survey = surveys.open(survey=survey, by=by, at=at)
    return survey, list(survey.points.select_related("survey__questionnaire", "survey__centre", "unit"))


def _is_concerned(centre: Centre, unit: Unit, fact: str) -> bool:
    return unit.kind == "tram" if fact == "station" else bool(centre.facts_of(unit).get(fact))


def _questionnaire(code: str) -> Questionnaire:
    return Questionnaire.objects.filter(centre=None, code=code).latest("version")


def _answers(centre: Centre, held: Round, point: ServicePoint, senders: Senders) -> None:
    asked = read(point.survey.questionnaire.content)
    quality = dice(centre.prefix, point.unit.code, "quality").uniform(0.90, 1.0)
    for first, last in _months(held):
        source = dice(point.unit.code, held.questionnaire, first)
        opinion = Opinion(max(0.0, (1 - quality) * 0.9 + source.uniform(0.01, 0.05)), COMMENTS)
        for answers in filled_in(asked, opinion, source.randint(*_number(centre, point)), source):
            day = first + timedelta(days=source.randint(0, (last - first).days))
            given_at = timezone.make_aware(datetime.combine(day, time(source.randint(8, 16), source.randint(0, 59))))
            is_kiosk = bool(point.kiosk_pin) and source.random() < AT_KIOSK
            channel = AnswerChannel.KIOSK if is_kiosk else AnswerChannel.LINK
            senders.send(point, key_from(source), answers, channel, given_at)


def _number(centre: Centre, point: ServicePoint) -> tuple[int, int]:
    return A_BUSY_MONTH if centre.facts_of(point.unit)["code"] in BUSY else A_MONTH


def _months(held: Round) -> Iterator[tuple[date, date]]:
    """First and last day of each month, or part of one, in which people answered."""
    first, end = held.opens, min(held.closed or ANSWERED_UNTIL, ANSWERED_UNTIL)
    while first <= end:
        last = min(month_end(first.year, first.month), end)
        yield first, last
        first = last + timedelta(days=1)


def _close(centre: Centre, survey: Survey, day: date) -> None:
    """Ended on a day that was set when enough people had answered, before the one first planned."""
    by, at = centre.office_head, moment(day, 17)
    survey = surveys.change(survey=survey, values={"closes_on": day}, by=by, at=at)
    surveys.close(survey=survey, by=by, at=at)


def _prepare_staff_survey(centre: Centre, today: date) -> None:
    """Among the staff, with one code for each: not opened yet."""
    by, at = centre.office_head, moment(min(today, date(THIS_YEAR, 11, 19)))
    values = {
        "questionnaire": _questionnaire("nhan-vien"),
        "title": f"Hài lòng của nhân viên y tế năm {THIS_YEAR}",
        "opens_on": max(date(THIS_YEAR, 12, 1), today + timedelta(days=7)),
        "closes_on": max(LAST_DAY, today + timedelta(days=30)),
        "population": centre.facts["people"],
        "needs_code": True,
    }
    survey = surveys.create(centre=centre.unit, values=values, by=by, at=at)
    survey_points.add_points(survey=survey, units=[centre.unit], name="Toàn trung tâm", target=0, by=by, at=at)
    survey_points.make_codes(survey=survey, number=centre.facts["people"], by=by, at=at)


def _handle_comments(centre: Centre) -> None:
    """The office answers what asks for an answer and notes the rest; the newest comments still wait."""
    before = timezone.make_aware(datetime.combine(HANDLED_BEFORE, time()))
    comments = SurveyComment.objects.filter(answer__point__survey__centre=centre.unit, answer__finished_at__lt=before)
    for comment in comments.order_by("answer__finished_at", "answer_id").select_related("answer"):
        _handle(comment, centre)


def _handle(comment: SurveyComment, centre: Centre) -> None:
    assert comment.answer.finished_at is not None
    by, at = centre.verifier, comment.answer.finished_at + HANDLED_AFTER
    if comment.text in REPLIES:
        survey_comments.answer(comment=comment, reply=REPLIES[comment.text], by=by, at=at)
    elif comment.text == HIDDEN:
        survey_comments.hide(comment=comment, by=by, at=at)
    else:
        survey_comments.note(comment=comment, by=by, at=at)
