"""What the words of a source mean that no reader knows: a clerk says it once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from core.services import audit
from core.text import nfc
from indicators.engine.case_columns import CASES, COLUMNS
from indicators.engine.case_values import MEANINGS
from indicators.enums import CaseImportState
from indicators.models import CaseImport
from indicators.services.case_access import CaseImportRefused, locked
from indicators.spreadsheet.findings import LONGEST_WORD

MOST_WORDS = 500
"""Of all columns of a source together."""
FORMS: Mapping[str, str] = {column.name: column.form for column in COLUMNS[CASES] if column.form in MEANINGS}
"""Our columns of words -> their form."""


@transaction.atomic
def say_meanings(
    *, case_import: CaseImport, meanings: Mapping[str, Mapping[str, str]], by: User, at: datetime
) -> CaseImport:
    """Our column -> word of the file -> what it means (``case_values.MEANINGS``); an empty one is forgotten.

    The source remembers them for its next file. The file has to be looked through again. Raises ``CaseImportRefused``.
    """
    found = locked(case_import, by, *CaseImportState.waiting())
    _refuse_unknown(meanings)
    found.words = _together(found.words, meanings)
    found.state = CaseImportState.UPLOADED
    found.save(update_fields=["words", "state"])
    known = _together(found.source.words, meanings)
    if found.source.words != known:
        found.source.words = known
        found.source.save(update_fields=["words"])
        changes = {"cách hiểu các từ": known}
        audit.record(action="indicators.case_source.say", target=found.source, by=by, at=at, changes=changes)
    return found


def _refuse_unknown(meanings: Mapping[str, Mapping[str, str]]) -> None:
    for column, words in meanings.items():
        known = ("", *MEANINGS[FORMS[column]]) if column in FORMS else ()
        for word, meaning in words.items():
            if meaning not in known or not 0 < len(word) <= LONGEST_WORD:
                raise CaseImportRefused(
                    f"Không rõ “{word[:40]}” nghĩa là gì.", hint="Tải lại trang rồi chọn trong danh sách."
                )


def _together(before: Mapping[str, Mapping[str, str]], said: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    columns = {column: dict(words) for column, words in before.items()}
    for column, words in said.items():
        own = columns.setdefault(column, {})
        own.update({nfc(word): meaning for word, meaning in words.items()})
        columns[column] = {word: meaning for word, meaning in own.items() if meaning}
    if sum(map(len, columns.values())) > MOST_WORDS:
        raise CaseImportRefused("Nguồn này đã có quá nhiều từ được ghi nghĩa.", hint="Ghép cột khác cho mục này.")
    return {column: words for column, words in columns.items() if words}
