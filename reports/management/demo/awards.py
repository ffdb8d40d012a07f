"""Award dossiers in every state: a finished year with certificates, and a year in the middle of its council."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.base import File
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Person, Unit, User
from awards.enums import CouncilRole, DossierState, InitiativeKind, InitiativeScope, Level
from awards.models import Award, AwardRound, Council, Decision, Dossier, Initiative, PerformanceRating, Session
from awards.selectors import councils as seats
from awards.selectors import dossiers as reading
from awards.services import (
    appraisal,
    ballots,
    certificates,
    councils,
    decisions,
    dossiers,
    facts,
    rounds,
    rules,
    sessions,
)
from campaigns.models import Round
from reports.management.demo import evidence as drawing
from reports.management.demo.people import Centre
from reports.management.demo.story import dice, moment
from scoring.models import ScoreRun, UnitScore

AWARDS = ("LDTT", "CSTDCS", "TTLDTT", "TTLDXS", "GIAY_KHEN")
TITLES = {
    "submission_letter": "Tờ trình đề nghị khen thưởng",
    "meeting_minutes": "Biên bản họp bình xét",
    "achievement_report": "Báo cáo thành tích",
    "initiative_proof": "Giấy xác nhận sáng kiến",
}
INITIATIVES = (
    ("Số hóa phiếu chỉ định cận lâm sàng tại buồng bệnh", InitiativeKind.APPLICATION),
    ("Rút gọn quy trình cấp bản sao hồ sơ bệnh án", InitiativeKind.OPERATION),
    ("Lịch hẹn khám theo khung giờ để giảm chờ đợi", InitiativeKind.MANAGEMENT),
)


@dataclass(frozen=True)
class Wish:
    """One nomination: which award, for which unit, for whom (None: the unit itself)."""

    award: str
    unit: Unit
    person: Person | None = None


def load_rules() -> None:
    """The shipped award rules, once."""
    rules.load(at=moment(date(2025, 1, 2)))


def council_of(centre: Centre) -> Council:
    """The centre's council with its nine members."""
    at = moment(date(2025, 1, 6))
    council = councils.establish(
        unit=centre.unit,
        name=f"Hội đồng Thi đua - Khen thưởng {centre.unit.name}",
        decision_number="02/QĐ-TTYT",
        valid_from=date(2025, 1, 6),
        by=centre.office_head,
        at=at,
    )
    people = [(centre.chair, CouncilRole.CHAIR), (centre.secretary, CouncilRole.SECRETARY)]
    people += [
        (user, CouncilRole.VICE_CHAIR if user in centre.deputies else CouncilRole.MEMBER) for user in centre.members
    ]
    for user, role in people:
        councils.seat(council=council, user=user, role=role, by=centre.office_head, at=at)
    return council


def make_facts(centre: Centre, year: int, decided_on: date) -> list[Initiative]:
    """Legal performance levels of units and people of a year, and its recognised initiatives."""
    at = moment(decided_on)
    source = f"Quyết định số {70 + year % 10}/QĐ-TTYT"
    run = ScoreRun.objects.filter(round__campaign__unit=centre.unit, round__year=year).order_by("-number").first()
    totals = dict(UnitScore.objects.filter(run=run).values_list("unit_id", "total")) if run else {}
    for unit in centre.departments:
        excellent = (totals.get(unit.pk) or 0) >= 90
        level = Level.EXCELLENT if excellent else Level.GOOD
        _rate(centre, year, level, source, decided_on, at, unit=unit)
        for person in unit.people.all():
            chance = dice(person.staff_code, year, "level").random()
            personal = Level.EXCELLENT if chance > 0.86 else Level.GOOD if chance > 0.1 else Level.COMPLETED
            _rate(centre, year, personal, source, decided_on, at, person=person)
    return [_initiative(centre, year, number, decided_on, at) for number in range(len(INITIATIVES))]


def _rate(centre: Centre, year: int, level: str, source: str, decided_on: date, at: datetime, **owner: Any) -> None:
    facts.record_rating(
        year=year, level=level, source=source, decided_on=decided_on, by=centre.office_head, at=at, **owner
    )


def _initiative(centre: Centre, year: int, number: int, decided_on: date, at: datetime) -> Initiative:
    title, kind = INITIATIVES[number]
    unit = centre.departments[(number * 3 + year) % len(centre.departments)]
    authors = list(_well_rated(unit, year)[:2])
    return facts.register_initiative(
        unit=unit,
        title=f"{title} ({year})",
        kind=kind,
        scope=InitiativeScope.GRASSROOTS,
        decision_number=f"{40 + number}/QĐ-TTYT",
        decided_on=date(year, 10, 20),
        shares={authors[0]: 60, authors[1]: 40},
        by=centre.office_head,
        at=at,
        benefit="Giảm thời gian chờ và số giấy tờ phải nộp.",
    )


def _open(centre: Centre, round_: Round, opens_on: date, closes_on: date) -> AwardRound:
    return rounds.open_round(
        unit=centre.unit,
        year=round_.year,
        name=f"Xét khen thưởng năm {round_.year}",
        opens_on=opens_on,
        closes_on=closes_on,
        awards=Award.objects.filter(code__in=AWARDS),
        by=centre.office_head,
        at=moment(opens_on, 8),
        round=round_,
    )


def _nominate(centre: Centre, award_round: AwardRound, wish: Wish, at: datetime) -> Dossier:
    return dossiers.nominate(
        award_round=award_round,
        award=Award.objects.get(code=wish.award),
        unit=wish.unit,
        by=centre.heads[wish.unit.pk],
        at=at,
        person=wish.person,
    )


def _complete(centre: Centre, dossier: Dossier, at: datetime, initiatives: Sequence[Initiative] = ()) -> Dossier:
    """Report, meeting and papers: all that a dossier needs before it is sent."""
    head = centre.heads[dossier.unit_id]
    present = dossier.unit.people.count()
    own = [work for work in initiatives if dossier.person and work.authors.filter(person=dossier.person).exists()]
    saved = dossiers.save_report(
        dossier=dossier,
        values={
            "situation": dossier.situation or "Đơn vị ổn định, đoàn kết.",
            "results": dossier.results or "Hoàn thành các nội dung thi đua trong năm.",
            "past_awards": dossier.past_awards,
            "citation": f"Đã có thành tích trong phong trào thi đua cải cách hành chính năm {dossier.year}",
            "met_on": at.date(),
            "met_present": present,
            "met_in_favour": present - dossier.pk % 2,
            "judgements": {key: True for key, _ in reading.judgement_questions(dossier)},
        },
        version=dossier.version,
        by=head,
        at=at,
        initiatives=own,
    )
    for line in reading.checklist(saved):
        if not line.is_there:
            title = TITLES.get(line.code, line.name)
            file = drawing.pdf(title, dossier.unit.name, [[str(dossier), f"Năm {dossier.year}"]])
            name = f"{title} {dossier.unit.short_name}.pdf"
            dossiers.attach(dossier=saved, component=line.code, file=File(file, name), name=name, by=head, at=at)
    return Dossier.objects.get(pk=saved.pk)


def _send(
    centre: Centre, award_round: AwardRound, wish: Wish, at: datetime, initiatives: Sequence[Initiative] = ()
) -> Dossier:
    dossier = _complete(centre, _nominate(centre, award_round, wish, at), at + timedelta(hours=1), initiatives)
    return dossiers.submit(dossier=dossier, by=centre.heads[wish.unit.pk], at=at + timedelta(hours=2))


def _best_units(centre: Centre, round_: Round) -> list[Unit]:
    run = ScoreRun.objects.filter(round=round_).order_by("-number").first()
    rows = UnitScore.objects.filter(run=run).select_related("unit").order_by("rank", "unit__sort_key")
    return [row.unit for row in rows]


def _wishes(units: Sequence[Unit], initiatives: Sequence[Initiative], year: int) -> list[Wish]:
    """Nominations of the best units: the units themselves, people of theirs, and authors of initiatives."""
    wishes = [Wish("GIAY_KHEN", unit) for unit in units[:3]]
    wishes += [Wish("GIAY_KHEN", unit, _good_person(unit, 3, year)) for unit in units[:4]]
    wishes += [Wish("LDTT", unit, _good_person(unit, 4, year)) for unit in units[1:4]]
    for work in initiatives[:2]:
        author = work.authors.select_related("person__unit").order_by("-share").first()
        assert author is not None
        wishes.append(Wish("CSTDCS", author.person.unit, author.person))
    return wishes


def _good_person(unit: Unit, place: int, year: int) -> Person:
    """Somebody of the unit who did well and is neither its head nor a council member."""
    people = list(_well_rated(unit, year).filter(user__isnull=True))
    return people[place % len(people)]


def _well_rated(unit: Unit, year: int) -> QuerySet[Person]:
    """The unit's people who may be commended for a year."""
    weak = PerformanceRating.objects.filter(year=year, level=Level.COMPLETED, person__isnull=False).values("person")
    return unit.people.exclude(pk__in=weak).order_by("staff_code")


def finished_year(centre: Centre, council: Council, round_: Round, initiatives: Sequence[Initiative]) -> None:
    """Nominated, appraised, voted, decided, certificates given; the call closed."""
    year = round_.year
    award_round = _open(centre, round_, date(year, 12, 6), date(year, 12, 15))
    sent = [
        _send(centre, award_round, wish, moment(date(year, 12, 8), 8, number), initiatives)
        for number, wish in enumerate(_wishes(_best_units(centre, round_), initiatives, year))
    ]
    passed = [appraisal.accept(dossier=dossier, by=centre.verifier, at=moment(date(year, 12, 13))) for dossier in sent]
    session = _session(centre, council, award_round, passed, moment(date(year, 12, 20), 8), "Phiên họp xét khen thưởng")
    _vote(session, council, moment(date(year, 12, 20), 9))
    sessions.close_session(session=session, by=centre.chair, at=moment(date(year, 12, 20), 11))
    carried = Dossier.objects.filter(award_round=award_round, state=DossierState.PASSED)
    decision = decisions.draft(
        award_round=award_round,
        title=f"Về việc khen thưởng phong trào thi đua cải cách hành chính năm {year}",
        achievement=f"Đã có thành tích xuất sắc trong phong trào thi đua cải cách hành chính năm {year}",
        dossiers=carried,
        by=centre.office_head,
        at=moment(date(year, 12, 22)),
    )
    signed = decisions.sign(
        decision=decision, signed_on=date(year, 12, 24), by=centre.director, at=moment(date(year, 12, 24))
    )
    certificates.issue(decision=signed, by=centre.office_head, at=moment(date(year, 12, 26)))
    rounds.close(award_round=award_round, by=centre.office_head, at=moment(date(year, 12, 28)))


def _session(
    centre: Centre, council: Council, award_round: AwardRound, items: Sequence[Dossier], starts_at: datetime, title: str
) -> Session:
    session = sessions.schedule(
        council=council,
        award_round=award_round,
        title=f"{title} năm {award_round.year}",
        starts_at=starts_at,
        place="Phòng họp tầng 2",
        dossiers=items,
        by=centre.secretary,
        at=starts_at - timedelta(days=3),
    )
    return sessions.open_session(session=session, by=centre.chair, at=starts_at)


def _vote(session: Session, council: Council, at: datetime, leave_out: Sequence[User] = (), against: int = 0) -> None:
    """Every free member votes; ``against`` members vote no on the last item."""
    members = [member for member in seats.members_of(council) if member.user not in leave_out]
    items = seats.agenda(session)
    for item in items:
        voters = [member for member in members if not seats.conflict(member, item.dossier)]
        for number, member in enumerate(voters):
            in_favour = not (item == items[-1] and number < against)
            ballots.cast(item=item, in_favour=in_favour, by=member.user, at=at + timedelta(minutes=number))


def year_in_progress(
    centre: Centre, council: Council, round_: Round, initiatives: Sequence[Initiative], today: date
) -> None:
    """Results are out; dossiers stand everywhere between draft and decision, and the council is voting."""
    opened_on = date(round_.year, 11, 9)
    award_round = _open(centre, round_, opened_on, today + timedelta(days=14))
    units = _best_units(centre, round_)
    wishes = _wishes(units, initiatives, round_.year)
    sent = [
        _send(centre, award_round, wish, moment(opened_on + timedelta(days=1), 8, number), initiatives)
        for number, wish in enumerate(wishes)
    ]
    sent.append(
        _send(centre, award_round, Wish("TTLDXS", units[0]), moment(opened_on + timedelta(days=2)), initiatives)
    )
    appraised = moment(opened_on + timedelta(days=4))
    first, second = [*sent[:3], sent[-1], sent[-2]], sent[3:7]
    for dossier in (*first, *second):
        appraisal.accept(dossier=dossier, by=centre.verifier, at=appraised)
    _before_the_council(centre, award_round, sent[7:-2], units, appraised)
    _closed_session(centre, council, award_round, first, moment(opened_on + timedelta(days=9), 8))
    waiting = [Dossier.objects.get(pk=dossier.pk) for dossier in second[:3]]
    session = _session(centre, council, award_round, waiting, moment(today, 0, 30), "Phiên họp bổ sung")
    silent = [centre.chair, centre.secretary, centre.deputies[1]]
    _vote(session, council, moment(today, 0, 40), leave_out=silent)


def _before_the_council(
    centre: Centre, award_round: AwardRound, sent: Sequence[Dossier], units: Sequence[Unit], at: datetime
) -> None:
    """One dossier each: asked for supplement, held, not eligible, waiting, withdrawn, and two drafts."""
    verifier = centre.verifier
    if len(sent) > 0:
        appraisal.ask_supplement(dossier=sent[0], by=verifier, at=at, comment="Biên bản họp thiếu chữ ký của thư ký.")
    if len(sent) > 1:
        appraisal.hold(dossier=sent[1], by=verifier, at=at, comment="Đang xác minh một phản ánh liên quan.")
    if len(sent) > 2:
        appraisal.reject(
            dossier=sent[2], by=verifier, at=at, comment="Chưa đủ điều kiện về mức độ hoàn thành nhiệm vụ."
        )
    _send(centre, award_round, Wish("GIAY_KHEN", units[4]), at)
    withdrawn = _send(centre, award_round, Wish("GIAY_KHEN", units[5]), at)
    dossiers.withdraw(
        dossier=withdrawn,
        by=centre.heads[units[5].pk],
        at=at + timedelta(days=1),
        comment="Đơn vị nhường cho đơn vị khác có thành tích nổi bật hơn.",
    )
    _nominate(centre, award_round, Wish("LDTT", units[4], _good_person(units[4], 2, award_round.year)), at)
    _nominate(centre, award_round, Wish("GIAY_KHEN", units[6], _good_person(units[6], 2, award_round.year)), at)


def _closed_session(
    centre: Centre, council: Council, award_round: AwardRound, items: Sequence[Dossier], starts_at: datetime
) -> None:
    """A first session: most dossiers carried, the last one lost by one vote; then the decisions."""
    fresh = [Dossier.objects.get(pk=dossier.pk) for dossier in items]
    session = _session(centre, council, award_round, fresh, starts_at, "Phiên họp thứ nhất")
    _vote(session, council, starts_at + timedelta(minutes=30), against=2)
    sessions.close_session(session=session, by=centre.chair, at=starts_at + timedelta(hours=2))
    carried = list(Dossier.objects.filter(pk__in=[dossier.pk for dossier in items], state=DossierState.PASSED))
    to_superior = [dossier for dossier in carried if dossier.rule.decider != "director"]
    for dossier in to_superior:
        decisions.propose(dossier=dossier, by=centre.office_head, at=starts_at + timedelta(days=1))
    own = [dossier for dossier in carried if dossier not in to_superior]
    _decisions(centre, award_round, own, starts_at + timedelta(days=1))


def _decisions(centre: Centre, award_round: AwardRound, carried: Sequence[Dossier], at: datetime) -> None:
    """One decision signed, one signed by mistake and revoked, one waiting for the director."""
    _signed(centre, _drafted(centre, award_round, carried[0], at), at + timedelta(hours=5))
    mistaken = _signed(centre, _drafted(centre, award_round, carried[1], at), at + timedelta(hours=5))
    decisions.revoke(
        decision=mistaken,
        by=centre.director,
        at=at + timedelta(days=1),
        comment="Ghi nhầm hình thức khen thưởng; sẽ ban hành quyết định thay thế.",
    )
    _drafted(centre, award_round, carried[2], at + timedelta(days=1))


def _drafted(centre: Centre, award_round: AwardRound, dossier: Dossier, at: datetime) -> Decision:
    return decisions.draft(
        award_round=award_round,
        title=f"Về việc tặng Giấy khen phong trào thi đua cải cách hành chính năm {award_round.year}",
        achievement=f"Đã có thành tích trong phong trào thi đua cải cách hành chính năm {award_round.year}",
        dossiers=[dossier],
        by=centre.office_head,
        at=at,
    )


def _signed(centre: Centre, decision: Decision, at: datetime) -> Decision:
    return decisions.sign(decision=decision, signed_on=timezone.localdate(at), by=centre.director, at=at)
