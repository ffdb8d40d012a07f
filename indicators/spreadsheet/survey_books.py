"""Results and anonymous answers of a survey as Excel files."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, BinaryIO

from core.spreadsheet import workbook_bytes, write_workbook
from indicators.engine.intervals import Interval
from indicators.engine.questions import Questionnaire
from indicators.engine.survey_results import Counts, QuestionResult
from indicators.engine.visible_results import Group, VisibleResults

Sheet = tuple[str, Sequence[str], Iterable[Sequence[Any]]]
FEW = "ít phiếu, không hiện"
_COUNTS = (
    "Số phiếu", "Số câu tính", "Số câu hài lòng", "Tỷ lệ hài lòng chung (%)", "Khoảng tin cậy 95% từ", "đến",
    "Điểm trung bình", "Hài lòng toàn diện (%)",
)  # fmt: skip
_QUESTIONS = (
    "Nhóm", "Mã", "Câu hỏi", "Số trả lời", "Không sử dụng", "Mức 1", "Mức 2", "Mức 3", "Mức 4", "Mức 5",
    "Tỷ lệ hài lòng (%)", "Khoảng tin cậy 95% từ", "đến", "Điểm trung bình",
)  # fmt: skip


def results_book(told: VisibleResults) -> bytes:
    """All that the page of results tells: overview, factors, questions, other questions, units, months."""
    return workbook_bytes(
        [
            ("Chung", ("Nội dung", "Kết quả"), _overview(told)),
            ("Nhóm câu hỏi", ("Nhóm", "Tỷ lệ gộp (%)", "Trung bình các câu (%)", "Điểm trung bình"), _factors(told)),
            ("Câu hỏi", _QUESTIONS, _questions(told)),
            ("Câu khác", ("Câu hỏi", "Trả lời", "Số người chọn", "Tỷ lệ (%)"), _others(told)),
            ("Đơn vị", ("Đơn vị", *_COUNTS), _groups(told.units)),
            ("Tháng", ("Tháng", *_COUNTS), _groups(told.months)),
            ("Cách trả lời", ("Cách trả lời", *_COUNTS), _groups(told.channels)),
        ]
    )


def write_answers(target: BinaryIO, questionnaire: Questionnaire, rows: Iterable[Sequence[Any]]) -> None:
    """Write every finished form without anything that tells who or when: unit, place, month, channel, answers.

    ``rows``: (unit, place, month, channel, answers by code). Free comments are not here: they may name people.
    """
    asked = [question for question in questionnaire.questions if question.kind != "text"]
    headings = ("Đơn vị", "Điểm phục vụ", "Tháng", "Cách trả lời", *(f"{each.code}. {each.text}" for each in asked))
    lines = ([*row[:4], *(_plain(row[4].get(question.code)) for question in asked)] for row in rows)
    legend = [
        (question.code, question.text, option.value, option.text) for question in asked for option in question.offered
    ]
    sheets = [("Phiếu trả lời", headings, lines), ("Chú giải", ("Mã", "Câu hỏi", "Giá trị", "Nghĩa là"), legend)]
    write_workbook(target, sheets, wrapped=False)


def _overview(told: VisibleResults) -> list[tuple[str, Any]]:
    lines: list[tuple[str, Any]] = [
        ("Đợt khảo sát", told.title),
        ("Phiếu", told.form),
        ("Số phiếu", told.forms),
    ]
    if told.sample is not None and told.sample.needed:
        lines += [
            ("Cỡ mẫu cần có, n = N ÷ (1 + N × e²)", told.sample.needed),
            ("Sai số với số phiếu đã có (%)", told.sample.reached),
            ("Mẫu đủ để kết luận", "Đủ" if told.sample.is_adequate else "Chưa đủ"),
        ]
    if told.results is None:
        return [*lines, ("Kết quả", FEW)]
    whole = told.results.whole
    lines += [
        ("Tỷ lệ hài lòng chung, gộp mọi câu trả lời (%)", _percent(whole.pooled.percent)),
        ("Khoảng tin cậy 95% (Wilson, theo số người) từ", _end(whole.interval, 0)),
        ("đến", _end(whole.interval, 1)),
        ("Trung bình tỷ lệ của các câu hỏi (%)", _percent(told.mean_of_questions)),
        ("Điểm trung bình (1–5)", _percent(whole.mean)),
        ("Hài lòng toàn diện (%)", _percent(whole.fully.percent)),
    ]
    if told.expectation is not None:
        lines.append(("Đáp ứng so với mong đợi (%)", _percent(told.expectation.mean)))
    if told.returning is not None:
        lines.append(("Sẽ quay lại hoặc giới thiệu (%)", _percent(told.returning.share.percent)))
    return lines


def _factors(told: VisibleResults) -> Iterable[Sequence[Any]]:
    for factor in told.factors:
        yield (factor.name, *map(_percent, (factor.pooled.percent, factor.mean_of_questions, factor.mean)))


def _questions(told: VisibleResults) -> Iterable[Sequence[Any]]:
    for factor in told.factors:
        for each in factor.questions:
            head = (factor.name, each.result.question.code, each.result.question.text)
            yield (*head, *([FEW] if each.is_hidden else _measured(each.result)))


def _measured(result: QuestionResult) -> list[Any]:
    interval = result.interval
    levels = [number for _, number in result.by_level]
    rates = [_percent(result.share.percent), _end(interval, 0), _end(interval, 1), _percent(result.mean)]
    return [result.valid, result.unused, *levels, *rates]


def _others(told: VisibleResults) -> Iterable[Sequence[Any]]:
    for result in told.told_others:
        if result.question.offered:
            for _, words, share in result.chosen():
                yield result.question.text, words, share.part, _percent(share.percent)
        else:
            yield result.question.text, "Trung bình", result.valid, _percent(result.mean)


def _groups(groups: Sequence[Group]) -> Iterable[Sequence[Any]]:
    for group in groups:
        yield (group.label, *(_counts(group.counts) if group.counts is not None else [FEW]))


def _counts(counts: Counts) -> list[Any]:
    return [
        *(counts.forms, counts.valid, counts.satisfied, _percent(counts.pooled.percent)),
        *(_end(counts.interval, 0), _end(counts.interval, 1), _percent(counts.mean), _percent(counts.fully.percent)),
    ]


def _percent(value: Decimal | None) -> Decimal | None:
    return None if value is None else round(value, 2)


def _end(interval: Interval | None, side: int) -> Decimal | None:
    return None if interval is None else round(interval[side], 2)


def _plain(answer: Any) -> Any:
    return ", ".join(map(str, answer)) if isinstance(answer, list) else answer
