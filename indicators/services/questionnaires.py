"""Questionnaires: those that come with the portal, a centre's own copies, and their editing until the first use."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max, Q

from accounts.models import Unit, User
from core.errors import StaleRecord
from core.services import audit
from indicators.engine.question_files import QuestionnaireFile, parse_file
from indicators.engine.questions import find_slips
from indicators.enums import QuestionnaireState
from indicators.models import Questionnaire
from indicators.roles import MANAGE_SURVEYS
from indicators.selectors.questionnaires import fingerprint
from indicators.services.errors import SurveyRefused

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "questionnaires"


class DraftExists(SurveyRefused):
    """The centre has an unused version already, which is to be edited."""

    def __init__(self, draft: Questionnaire) -> None:
        super().__init__(f"Đang có bản soạn dở “{draft}”.", hint="Sửa tiếp bản đó, hoặc xóa nó rồi chép lại.")
        self.draft = draft


def shipped_files() -> list[QuestionnaireFile]:
    """The questionnaires that come with the portal. Raises ``QuestionnaireFileRefused`` where one is broken."""
    return [parse_file(path.read_text(encoding="utf-8")) for path in sorted(SHIPPED.glob("*.toml"))]


@transaction.atomic
def load_library(*, at: datetime) -> int:
    """Create or renew the shipped questionnaires; returns how many there are.

    One that has been used stays as it is, so that its answers keep their questions; a changed file needs a new version
    number.
    """
    files = shipped_files()
    for file in files:
        facts = {"kind": file.kind, "title": file.title, "basis": file.basis, "content": file.content}
        stored, created = Questionnaire.objects.get_or_create(
            centre=None, code=file.code, version=file.version, defaults={**facts, "made_at": at}
        )
        if not created and stored.state == QuestionnaireState.DRAFT:
            Questionnaire.objects.filter(pk=stored.pk).update(**facts)
    return len(files)


@transaction.atomic
def copy(*, source: Questionnaire, centre: Unit, by: User, at: datetime) -> Questionnaire:
    """The centre's own next version of a questionnaire, open for editing.

    Refused while the centre has a version of it that has not been used yet: that one is to be edited.
    """
    if not by.has_perm(MANAGE_SURVEYS, centre):
        raise SurveyRefused("Bạn không có quyền soạn phiếu khảo sát của đơn vị này.", code="permission")
    Unit.objects.select_for_update().get(pk=centre.pk)
    own = Questionnaire.objects.filter(centre=centre, code=source.code)
    draft = own.filter(state=QuestionnaireState.DRAFT).first()
    if draft is not None:
        raise DraftExists(draft)
    known = Questionnaire.objects.filter(Q(centre=centre) | Q(centre=None), code=source.code)
    version = (known.aggregate(last=Max("version"))["last"] or 0) + 1
    made = Questionnaire.objects.create(
        centre=centre,
        code=source.code,
        version=version,
        kind=source.kind,
        title=source.title,
        basis=source.basis,
        content=source.content,
        made_at=at,
        made_by=by,
    )
    audit.record(
        action="indicators.questionnaire.copy", target=made, by=by, at=at, unit=centre, changes={"chép từ": str(source)}
    )
    return made


@transaction.atomic
def save(
    *, questionnaire: Questionnaire, content: dict[str, Any], seen: str, by: User, at: datetime, title: str = ""
) -> Questionnaire:
    """Store a changed content (and title). A draft may still have slips; it cannot be used before they are mended.

    ``seen`` is the fingerprint of the content that the person had before them. Refused for a questionnaire that has
    been used or that is not a centre's own; raises ``StaleRecord`` when somebody else changed it meanwhile.
    """
    locked = _editable(questionnaire, by)
    if seen != fingerprint(locked):
        raise StaleRecord("Phiếu vừa được người khác sửa.", hint="Tải lại trang rồi sửa tiếp.")
    new_title = title.strip() or locked.title
    changes = audit.difference(locked, {"content": content, "title": new_title})
    if changes:
        locked.content, locked.title = content, new_title
        locked.save(update_fields=["content", "title"])
        audit.record(
            action="indicators.questionnaire.edit", target=locked, by=by, at=at, unit=locked.centre, changes=changes
        )
    return locked


@transaction.atomic
def delete(*, questionnaire: Questionnaire, by: User, at: datetime) -> None:
    """Remove a draft that no survey has chosen."""
    locked = _editable(questionnaire, by)
    if locked.surveys.exists():
        raise SurveyRefused(
            "Chưa xóa được: đã có đợt khảo sát chọn phiếu này.", hint="Chọn phiếu khác cho đợt đó trước."
        )
    audit.record(action="indicators.questionnaire.delete", target=locked, by=by, at=at, unit=locked.centre)
    locked.delete()


def freeze(questionnaire: Questionnaire) -> None:
    """Fix a questionnaire at its first use. Raises ``SurveyRefused`` when it still has slips."""
    locked = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    slips = find_slips(locked.content)
    if slips:
        raise SurveyRefused(
            f"Phiếu “{locked}” còn {len(slips)} chỗ chưa đúng. {slips[0]}", hint="Mở phiếu để xem và sửa từng chỗ."
        )
    if locked.state == QuestionnaireState.DRAFT:
        locked.state = QuestionnaireState.FROZEN
        locked.save(update_fields=["state"])


def _editable(questionnaire: Questionnaire, by: User) -> Questionnaire:
    locked = Questionnaire.objects.select_for_update(of=("self",)).select_related("centre").get(pk=questionnaire.pk)
    if locked.centre is None or not by.has_perm(MANAGE_SURVEYS, locked.centre):
        raise SurveyRefused(
            "Phiếu này dùng chung, không sửa được.", hint="Chép thành phiếu của đơn vị rồi sửa bản chép."
        )
    if locked.state == QuestionnaireState.FROZEN:
        raise SurveyRefused(
            "Phiếu đã dùng để khảo sát nên không sửa được nữa.", hint="Chép thành phiên bản mới rồi sửa bản mới."
        )
    return locked
