"""Reading a stored questionnaire; every slip is told at its place, so that an editor can show it there.

Content is a mapping: ``introduction``, ``thanks``, ``sections`` = [{``code``, ``title``, ``note``, ``questions`` =
[{``code``, ``text``, ``kind``, ``options`` = [words], ``factor``, ``counts`` (towards satisfaction), ``required``,
``lowest``, ``highest``, ``role``, ``positive`` = [numbers of options]}]}]. Options are numbered from 1 in their order.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indicators.engine.question_parts import (
    CHOOSING,
    COUNTING,
    KINDS,
    ROLES,
    SATISFIED_LEVELS,
    SCALES,
    Option,
    Question,
    Questionnaire,
    Section,
)

CODE = re.compile(r"[a-z][a-z0-9_]{0,19}\Z")
WITHOUT_OPTIONS = frozenset(KINDS) - CHOOSING - SCALES
MOST_SECTIONS, MOST_QUESTIONS, MOST_OPTIONS = 20, 120, 12
LONGEST_TEXT, LONGEST_NOTE, LONGEST_OPTION = 400, 1000, 120
_CONTENT = {"introduction", "thanks", "sections"}
_SECTION = {"code", "title", "note", "questions"}
_QUESTION = {
    "code", "text", "kind", "options", "factor", "counts", "required", "lowest", "highest", "role", "positive",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slip:
    """One fault: where it is in words, what it is, and the path of the entry (“sections.1.questions.2.text”)."""

    place: str
    message: str
    path: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class ContentRefused(ValueError):
    """A questionnaire that cannot be used, with every slip that was found."""

    def __init__(self, slips: Sequence[Slip]) -> None:
        super().__init__("\n".join(map(str, slips)))
        self.slips = tuple(slips)


def read(content: Any) -> Questionnaire:
    """The questionnaire of a stored content. Raises ``ContentRefused`` with every slip."""
    reader = _Reader()
    questionnaire = reader.questionnaire(content)
    if reader.slips:
        raise ContentRefused(reader.slips)
    return questionnaire


def find_slips(content: Any) -> tuple[Slip, ...]:
    """Every slip of a content; nothing when it can be used."""
    reader = _Reader()
    reader.questionnaire(content)
    return tuple(reader.slips)


class _Reader:
    """Collects slips while it reads."""

    def __init__(self) -> None:
        self.slips: list[Slip] = []
        self.place = "Phiếu"
        self.path = ""

    def questionnaire(self, content: Any) -> Questionnaire:
        table = self._table(content, _CONTENT)
        introduction = self._text(table, "introduction", LONGEST_NOTE)
        thanks = self._text(table, "thanks", LONGEST_NOTE)
        sections = []
        for number, entry in enumerate(self._list(table, "sections", MOST_SECTIONS, "phần")):
            self.place, self.path = f"Phần {number + 1}", f"sections.{number}."
            sections.append(self._section(entry, number))
        self.place, self.path = "Phiếu", ""
        read_one = Questionnaire(tuple(sections), introduction, thanks)
        self._whole(read_one)
        return read_one

    def _section(self, entry: Any, number: int) -> Section:
        table = self._table(entry, _SECTION)
        code = self._code(table)
        title = self._text(table, "title", LONGEST_TEXT, required="Chưa có tên phần.")
        note = self._text(table, "note", LONGEST_NOTE)
        place, path = self.place, self.path
        questions = []
        for position, one in enumerate(self._list(table, "questions", MOST_QUESTIONS, "câu hỏi")):
            self.place, self.path = f"Phần {number + 1}, câu {position + 1}", f"{path}questions.{position}."
            questions.append(self._question(one))
        self.place, self.path = place, path
        return Section(code, title, tuple(questions), note)

    def _question(self, entry: Any) -> Question:
        table = self._table(entry, _QUESTION)
        kind = self._one_of(table, "kind", KINDS, "Không có loại câu hỏi")
        question = Question(
            code=self._code(table),
            text=self._text(table, "text", LONGEST_TEXT, required="Chưa có nội dung câu hỏi."),
            kind=kind or "text",
            options=self._options(table, kind),
            factor=self._text(table, "factor", LONGEST_OPTION),
            counts_as_satisfaction=self._flag(table, "counts"),
            required=self._flag(table, "required"),
            lowest=self._whole_number(table, "lowest"),
            highest=self._whole_number(table, "highest"),
            role=self._one_of(table, "role", ROLES, "Không có vai trò"),
            positive=self._positive(table, kind),
        )
        self._agreement(question)
        return question

    def _agreement(self, question: Question) -> None:
        """Entries that do not go together."""
        if question.counts_as_satisfaction and question.kind not in SCALES:
            self._slip("counts", "Chỉ câu hỏi theo thang 5 mức mới được tính vào tỷ lệ hài lòng.")
        bounds = [bound for bound in (question.lowest, question.highest) if bound is not None]
        if bounds and question.kind not in COUNTING:
            self._slip("lowest", "Chỉ câu hỏi trả lời bằng số mới có giới hạn.")
        elif any(bound < 0 for bound in bounds):
            self._slip("lowest", "Giới hạn không được âm.")
        if len(bounds) == 2 and bounds[0] > bounds[1]:
            self._slip("highest", "Giới hạn trên nhỏ hơn giới hạn dưới.")
        if question.role == "expectation" and question.kind != "percent":
            self._slip("role", "Mức đáp ứng so với mong đợi phải là câu hỏi tỷ lệ %.")
        if question.role == "return" and not (question.kind in SCALES or question.kind == "choice"):
            self._slip("role", "Câu “sẽ quay lại” phải là câu chọn một hoặc theo thang 5 mức.")
        elif question.role == "return" and not question.positive:
            self._slip("positive", "Chưa chọn câu trả lời nào nghĩa là sẽ quay lại.")
        if set(question.positive) - question.values:
            self._slip("positive", "Câu trả lời nghĩa là “có” không nằm trong các câu trả lời của câu hỏi.")

    def _whole(self, questionnaire: Questionnaire) -> None:
        """What only shows when all parts are seen together."""
        self._repeated([section.code for section in questionnaire.sections], "Mã phần")
        self._repeated([question.code for question in questionnaire.questions], "Mã câu hỏi")
        if len(questionnaire.questions) > MOST_QUESTIONS:
            self._slip("sections", f"Phiếu có {len(questionnaire.questions)} câu hỏi; tối đa {MOST_QUESTIONS}.")
        if questionnaire.questions and not questionnaire.counted:
            self._slip("sections", "Chưa có câu hỏi nào được tính vào tỷ lệ hài lòng.")
        for role, label in ROLES.items():
            if role and sum(question.role == role for question in questionnaire.questions) > 1:
                self._slip("sections", f"Có hơn một câu hỏi “{label}”.")

    def _repeated(self, codes: list[str], label: str) -> None:
        for code in sorted({code for code in codes if code and codes.count(code) > 1}):
            self._slip("sections", f"{label} “{code}” dùng hơn một lần.")

    def _table(self, entry: Any, known: set[str]) -> Mapping[str, Any]:
        if not isinstance(entry, Mapping):
            self._slip("", "Không đọc được nội dung.")
            return {}
        for name in sorted(map(str, entry.keys() - known)):
            self._slip(name, f"Không có mục “{name}”.")
        return entry

    def _list(self, table: Mapping[str, Any], name: str, most: int, what: str) -> Sequence[Any]:
        entries = table.get(name, [])
        if not isinstance(entries, list) or not entries:
            self._slip(name, f"Chưa có {what} nào.")
            return []
        if len(entries) > most:
            self._slip(name, f"Có {len(entries)} {what}; tối đa {most}.")
        return entries

    def _code(self, table: Mapping[str, Any]) -> str:
        code = table.get("code", "")
        if not isinstance(code, str) or not CODE.match(code):
            self._slip("code", "Mã chỉ gồm chữ thường không dấu, số, gạch dưới, bắt đầu bằng chữ, tối đa 20 ký tự.")
            return ""
        return code

    def _text(self, table: Mapping[str, Any], name: str, longest: int, required: str = "") -> str:
        text = table.get(name, "")
        if not isinstance(text, str):
            self._slip(name, "Phải là chữ.")
            return ""
        text = text.strip()
        if not text and required:
            self._slip(name, required)
        if len(text) > longest:
            self._slip(name, f"Dài {len(text)} ký tự; tối đa {longest}.")
        return text

    def _flag(self, table: Mapping[str, Any], name: str) -> bool:
        flag = table.get(name, False)
        if not isinstance(flag, bool):
            self._slip(name, "Phải là có hoặc không.")
        return flag is True

    def _whole_number(self, table: Mapping[str, Any], name: str) -> int | None:
        number = table.get(name)
        if number is not None and (isinstance(number, bool) or not isinstance(number, int)):
            self._slip(name, "Phải là số nguyên.")
            return None
        return number

    def _one_of(self, table: Mapping[str, Any], name: str, known: Mapping[Any, str], refusal: str) -> Any:
        chosen = table.get(name, "")
        if not isinstance(chosen, str) or chosen not in known:
            self._slip(name, f"{refusal} “{chosen}”.")
            return ""
        return chosen

    def _options(self, table: Mapping[str, Any], kind: str) -> tuple[Option, ...]:
        words = table.get("options", [])
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            self._slip("options", "Phải là danh sách các câu trả lời.")
            return ()
        words = [word.strip() for word in words]
        if kind in CHOOSING and not 2 <= len(words) <= MOST_OPTIONS:
            self._slip("options", f"Phải có từ 2 đến {MOST_OPTIONS} câu trả lời để chọn.")
        elif kind in SCALES and len(words) not in (0, 5):
            self._slip("options", "Thang 5 mức phải có đúng 5 lời, từ mức 1 đến mức 5.")
        elif kind in WITHOUT_OPTIONS and words:
            self._slip("options", "Loại câu hỏi này không có câu trả lời để chọn.")
        if "" in words or len(set(words)) < len(words):
            self._slip("options", "Có câu trả lời để trống hoặc lặp lại.")
        if any(len(word) > LONGEST_OPTION for word in words):
            self._slip("options", f"Mỗi câu trả lời tối đa {LONGEST_OPTION} ký tự.")
        return tuple(Option(number, word) for number, word in enumerate(words, start=1))

    def _positive(self, table: Mapping[str, Any], kind: str) -> tuple[int, ...]:
        numbers = table.get("positive", [])
        if not isinstance(numbers, list) or not all(isinstance(n, int) and not isinstance(n, bool) for n in numbers):
            self._slip("positive", "Phải là danh sách số thứ tự của câu trả lời.")
            return ()
        if not numbers and kind in SCALES and table.get("role") == "return":
            return SATISFIED_LEVELS
        return tuple(sorted(set(numbers)))

    def _slip(self, name: str, message: str) -> None:
        self.slips.append(Slip(self.place, message, f"{self.path}{name}".rstrip(".")))
