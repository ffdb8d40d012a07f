"""The first draft of an achievement report, written from verified facts only."""

from awards.eligibility import Facts
from awards.models import Dossier, Honour
from awards.selectors import facts as known
from core.formats import vn_date, vn_number, vn_points


def draft_report(dossier: Dossier) -> dict[str, str]:
    """Text for the parts of the report; the department completes and corrects it."""
    if dossier.person is not None:
        facts = known.facts_of_people([dossier.person], dossier.year)[dossier.person.pk]
        return {
            "situation": _person_situation(dossier),
            "results": _results(facts, dossier),
            "past_awards": _past_awards(dossier),
        }
    facts = known.facts_of_units([dossier.unit], dossier.year, dossier.award_round.round)[dossier.unit.pk]
    return {
        "situation": _unit_situation(dossier, facts),
        "results": _results(facts, dossier),
        "past_awards": _past_awards(dossier),
    }


def _person_situation(dossier: Dossier) -> str:
    person = dossier.person
    assert person is not None
    lines = [f"Họ và tên: {person.full_name}."]
    if person.born_on:
        lines.append(f"Ngày sinh: {vn_date(person.born_on)}.")
    if person.gender:
        lines.append(f"Giới tính: {person.get_gender_display()}.")
    lines.append(f"Chức vụ, đơn vị công tác: {', '.join(filter(None, [person.job_title, dossier.unit.name]))}.")
    return "\n".join(lines)


def _unit_situation(dossier: Dossier, facts: Facts) -> str:
    lines = [f"{dossier.unit.name} thuộc {dossier.award_round.unit.name}."]
    if facts.members is not None:
        lines.append(f"Tổng số viên chức, người lao động: {vn_number(facts.members.total)} người.")
    return "\n".join(lines)


def _results(facts: Facts, dossier: Dossier) -> str:
    lines = []
    if facts.performance is not None:
        lines.append(
            f"Kết quả xếp loại năm {dossier.year}: {facts.performance.level.words} ({facts.performance.source})."
        )
    if facts.campaign is not None:
        result = facts.campaign
        lines.append(
            f"Phong trào thi đua cải cách hành chính năm {dossier.year}: {vn_points(result.score)} điểm, xếp loại "
            f"{result.grade}, hạng {result.rank} trên {result.participants} đơn vị ({result.source})."
        )
    lines.extend(
        f"{'Đề tài, đề án' if work.is_topic else 'Sáng kiến'} “{work.name}” ({work.source})."
        for work in facts.initiatives
        if work.year == dossier.year
    )
    return "\n".join(lines)


def _past_awards(dossier: Dossier) -> str:
    honours = Honour.objects.filter(revoked_at__isnull=True).select_related("award")
    mine = (
        honours.filter(person=dossier.person)
        if dossier.person_id
        else honours.filter(subject_unit=dossier.unit, person__isnull=True)
    )
    return "\n".join(
        f"Năm {honour.year}: {honour.award.name} (Quyết định số {honour.decision_number} ngày "
        f"{vn_date(honour.decided_on)} của {honour.decider_name})."
        for honour in mine.order_by("year", "number")
    )
