"""Opening and closing the call for nominations."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit, User
from accounts.policies import people_with
from awards.enums import AwardRoundKind
from awards.models import Award, AwardRound
from awards.roles import MANAGE_ROUND, NOMINATE
from awards.selectors.rules import rules_in_force
from awards.workflow import AWARD_ROUND
from campaigns.models import Round
from core.errors import DomainError
from core.formats import vn_date
from core.services import audit, notifications, transitions


class AwardRoundRefused(DomainError):
    """A call for nominations that cannot be opened like this."""


@transaction.atomic
def open_round(
    *,
    unit: Unit,
    year: int,
    name: str,
    opens_on: date,
    closes_on: date,
    awards: Iterable[Award],
    by: User,
    at: datetime,
    round: Round | None = None,
    kind: str = AwardRoundKind.ANNUAL,
) -> AwardRound:
    """Open the year's nominations of a centre and tell the departments."""
    chosen = list(awards)
    if not by.has_perm(MANAGE_ROUND, unit):
        raise AwardRoundRefused("Bạn không có quyền mở đợt xét khen thưởng.", code="permission")
    if not chosen:
        raise AwardRoundRefused("Chưa chọn danh hiệu, hình thức nào để xét.", field="awards")
    if closes_on < opens_on:
        raise AwardRoundRefused("Hạn nộp hồ sơ trước ngày bắt đầu nhận.", hint="Chọn lại hai ngày.", field="closes_on")
    if AwardRound.objects.filter(unit=unit, year=year, name=name).exists():
        raise AwardRoundRefused(f"Đã có đợt xét “{name}” năm {year}.", hint="Đặt tên khác.", field="name")
    ruled = set(rules_in_force(opens_on).values_list("award", flat=True))
    if lacking := [award.name for award in chosen if award.pk not in ruled]:
        raise AwardRoundRefused(
            f"Chưa có quy định áp dụng cho: {', '.join(lacking)} vào ngày {vn_date(opens_on)}.", field="awards"
        )
    award_round = AwardRound.objects.create(
        unit=unit, round=round, year=year, kind=kind, name=name, opens_on=opens_on, closes_on=closes_on
    )
    award_round.awards.set(chosen)
    changes = {"hạn nộp hồ sơ": closes_on, "danh hiệu, hình thức": [award.name for award in chosen]}
    audit.record(action="awards.award_round.open", target=award_round, by=by, at=at, changes=changes)
    today = timezone.localdate(at)
    heads = [user for part in Unit.objects.get_descendants(unit) for user in people_with(NOMINATE, part, today)]
    notifications.notify(
        recipients=heads,
        text=f"{name}: nhận hồ sơ khen thưởng đến hết ngày {vn_date(closes_on)}.",
        url=reverse("awards:eligibility"),
        at=at,
    )
    return award_round


def close(*, award_round: AwardRound, by: User, at: datetime) -> AwardRound:
    """Stop taking dossiers; supplements that were asked for may still come in."""
    return transitions.perform(AWARD_ROUND, "close", award_round, by=by, at=at)


def reopen(*, award_round: AwardRound, by: User, at: datetime) -> AwardRound:
    """Take dossiers again."""
    return transitions.perform(AWARD_ROUND, "reopen", award_round, by=by, at=at)
