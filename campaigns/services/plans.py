"""The life of a plan: written, submitted, issued, acknowledged, amended, closed."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit, User
from accounts.policies import people_with
from campaigns.enums import PlanState
from campaigns.models import Acknowledgement, Campaign, Plan, Recipient
from campaigns.roles import ACKNOWLEDGE_PLAN, EDIT_PLAN, ISSUE_PLAN
from campaigns.selectors.plan_document import plan_document
from campaigns.selectors.plans import blocking_findings
from campaigns.selectors.rounds import active_children
from campaigns.services import plan_copies, register
from campaigns.workflow import PLAN
from core.errors import DomainError
from core.formats import vn_date
from core.services import audit, notifications, transitions


class PlanRefused(DomainError):
    """Something that cannot be done with a plan."""


@transaction.atomic
def create(
    *,
    unit: Unit,
    title: str,
    starts_on: date,
    ends_on: date,
    subject: str,
    by: User,
    at: datetime,
    short_name: str = "",
    code: str = "",
) -> Plan:
    """Start a campaign with the first draft of its plan, the document's head proposed from the unit."""
    if ends_on < starts_on:
        raise PlanRefused(
            f"Ngày kết thúc {vn_date(ends_on)} trước ngày bắt đầu {vn_date(starts_on)}.",
            hint="Ghi lại ngày kết thúc.",
            field="ends_on",
        )
    Unit.objects.select_for_update().get(pk=unit.pk)
    if Campaign.objects.filter(unit=unit, title=title, starts_on=starts_on, ends_on=ends_on).exists():
        raise PlanRefused(
            f"{unit} đã có phong trào cùng tên và thời gian.", hint="Mở kế hoạch đã lập để soạn tiếp.", field="title"
        )
    campaign = Campaign.objects.create(
        code=code or _free_code(unit, starts_on, ends_on),
        unit=unit,
        title=title,
        short_name=short_name,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    plan = Plan.objects.create(
        campaign=campaign,
        subject=subject,
        symbol=f"KH-{unit.document_symbol}" if unit.document_symbol else "",
        place=unit.place_name,
        signer_title="GIÁM ĐỐC",
        created_at=at,
        created_by=by,
    )
    Recipient.objects.create(plan=plan, position=1, text="Lưu: VT, TCHC.")
    audit.record(action="campaigns.plan.create", target=plan, by=by, at=at, changes={"trích yếu": subject})
    return plan


def _free_code(unit: Unit, starts_on: date, ends_on: date) -> str:
    base = f"{unit.code[:60]}-{starts_on.year}-{ends_on.year}"
    taken = set(Campaign.objects.filter(code__startswith=base).values_list("code", flat=True))
    return next(code for code in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if code not in taken)


def submit(*, plan: Plan, by: User, at: datetime, comment: str = "") -> Plan:
    """Send the draft to the director. Refused while it has no section at all."""

    def check(locked: Plan) -> None:
        if not locked.sections.exists():
            raise PlanRefused(
                "Chưa trình được: kế hoạch chưa có nội dung.",
                hint="Thêm ít nhất một mục ở phần “Các mục”.",
                code="empty",
            )

    done = transitions.perform(PLAN, "submit", plan, by=by, at=at, comment=comment, check=check)
    _tell(done, ISSUE_PLAN, f"{done} đang chờ Giám đốc duyệt.", at)
    return done


def send_back(*, plan: Plan, by: User, at: datetime, comment: str) -> Plan:
    """The director returns the draft with a reason."""
    done = transitions.perform(PLAN, "send_back", plan, by=by, at=at, comment=comment)
    _tell(done, EDIT_PLAN, f"{done} được trả lại: {comment.strip()}", at)
    return done


@transaction.atomic
def issue(
    *,
    plan: Plan,
    issued_on: date,
    signer_name: str,
    signer_title: str,
    by: User,
    at: datetime,
    number: int | None = None,
) -> Plan:
    """Issue the plan under a number of the register (None: the next one) and tell the departments.

    The version in force until now becomes ``amended``. Refused, with nothing changed, when the number is taken, the
    date lies in the future or before the version it replaces, or the document still has errors.
    """
    values: dict[str, Any] = {
        "issued_on": issued_on,
        "signer_name": signer_name.strip(),
        "signer_title": signer_title.strip(),
    }

    def prepare(locked: Plan) -> None:
        _refuse_date(locked, issued_on, at)
        _supersede(locked, by, at)
        entry = register.take_number(
            unit=locked.unit,
            symbol=locked.symbol,
            on=issued_on,
            title=locked.subject,
            signer_name=signer_name,
            document=locked,
            number=number,
        )
        values["number"] = entry.number
        for name, value in values.items():
            setattr(locked, name, value)
        _refuse_errors(locked, issued_on)
        # The runner compares with what was stored, so that the trail shows the new values.
        locked.refresh_from_db(fields=list(values))

    done = transitions.perform(PLAN, "issue", plan, by=by, at=at, values=values, check=prepare)
    _announce(done, at)
    return done


def _refuse_date(plan: Plan, issued_on: date, at: datetime) -> None:
    if issued_on > timezone.localdate(at):
        raise PlanRefused(
            f"Ngày ban hành {vn_date(issued_on)} ở sau hôm nay.", hint="Ghi ngày ký thực tế.", field="issued_on"
        )
    before = plan.amends.issued_on if plan.amends else None
    if before and issued_on < before:
        raise PlanRefused(
            f"Ngày ban hành {vn_date(issued_on)} trước ngày của bản được sửa đổi ({vn_date(before)}).",
            hint="Ghi lại ngày ban hành.",
            field="issued_on",
        )


def _refuse_errors(plan: Plan, on: date) -> None:
    findings = blocking_findings(plan_document(plan), on)
    if findings:
        listed = " ".join(f"{finding.place}: {finding.message}" for finding in findings[:5])
        raise PlanRefused(
            f"Chưa ban hành được: kế hoạch còn {len(findings)} lỗi. {listed}",
            hint="Trả lại để phòng Tổ chức - Hành chính sửa.",
            code="lint",
        )


def _supersede(plan: Plan, by: User, at: datetime) -> None:
    for earlier in Plan.objects.filter(campaign=plan.campaign_id, state=PlanState.ISSUED):
        transitions.perform(PLAN, "supersede", earlier, by=by, at=at, comment=f"Thay bằng lần {plan.version}")


def _announce(plan: Plan, at: datetime) -> None:
    on = timezone.localdate(at)
    people = {
        user.pk: user for unit in active_children(plan.unit, on) for user in people_with(ACKNOWLEDGE_PLAN, unit, on)
    }
    text = f"Kế hoạch số {plan.number_and_symbol} ngày {vn_date(plan.issued_on)} đã ban hành, đề nghị xác nhận đã nhận."
    notifications.notify(recipients=people.values(), text=text, at=at, url=_url(plan))


@transaction.atomic
def amend(*, plan: Plan, by: User, at: datetime) -> Plan:
    """Start the next version as a draft that copies everything; the issued one stays in force until that is issued."""
    locked = Plan.objects.select_for_update().get(pk=plan.pk)
    if not by.has_perm(EDIT_PLAN, locked):
        raise PlanRefused("Bạn không có quyền lập bản sửa đổi.", code="permission")
    if locked.state != PlanState.ISSUED:
        raise PlanRefused("Chỉ sửa đổi được kế hoạch đang có hiệu lực.", code="state")
    versions = Plan.objects.filter(campaign=locked.campaign_id)
    if versions.filter(state__in=[PlanState.DRAFT, PlanState.WITH_DIRECTOR]).exists():
        raise PlanRefused(
            "Đã có một bản sửa đổi đang soạn.", hint="Mở bản đó để sửa tiếp, hoặc hủy nó trước.", code="state"
        )
    draft = plan_copies.copy(source=locked, by=by, at=at)
    audit.record(
        action="campaigns.plan.amend", target=draft, by=by, at=at, changes={"lần": [locked.version, draft.version]}
    )
    return draft


@transaction.atomic
def discard(*, plan: Plan, by: User, at: datetime, comment: str) -> None:
    """Delete the draft of an amendment; the version in force is untouched."""
    locked = Plan.objects.select_for_update().get(pk=plan.pk)
    if not by.has_perm(EDIT_PLAN, locked):
        raise PlanRefused("Bạn không có quyền hủy bản dự thảo.", code="permission")
    if locked.state != PlanState.DRAFT or locked.amends_id is None:
        raise PlanRefused("Chỉ hủy được bản sửa đổi còn là dự thảo.", code="state")
    audit.record(action="campaigns.plan.discard", target=locked, by=by, at=at, reason=comment)
    locked.delete()


def close(*, plan: Plan, by: User, at: datetime, comment: str) -> Plan:
    """End the plan's validity for good, with a reason."""
    return transitions.perform(PLAN, "close", plan, by=by, at=at, comment=comment)


@transaction.atomic
def acknowledge(*, plan: Plan, unit: Unit, by: User, at: datetime) -> Acknowledgement:
    """A unit confirms that it has received the issued plan. Doing it twice changes nothing."""
    if not by.has_perm(ACKNOWLEDGE_PLAN, unit):
        raise PlanRefused(f"Bạn không có quyền xác nhận thay {unit}.", code="permission")
    if plan.state != PlanState.ISSUED or not unit.is_within(plan.unit):
        raise PlanRefused("Chỉ xác nhận được kế hoạch đang có hiệu lực của cấp trên mình.", code="state")
    given, is_new = Acknowledgement.objects.get_or_create(plan=plan, unit=unit, defaults={"by": by, "at": at})
    if is_new:
        audit.record(
            action="campaigns.plan.acknowledge", target=plan, by=by, at=at, unit=unit, changes={"đơn vị": str(unit)}
        )
    return given


def _tell(plan: Plan, permission: str, text: str, at: datetime) -> None:
    people: Iterable[User] = people_with(permission, plan.unit, timezone.localdate(at))
    notifications.notify(recipients=people, text=text, at=at, url=_url(plan))


def _url(plan: Plan) -> str:
    return reverse("campaigns:plan-detail", args=[plan.pk])
