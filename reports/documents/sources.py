"""From rows of the database to the facts of each document. Names of units are those in force on the document's day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils import timezone

from accounts.models import Unit
from accounts.policies import people_with
from awards.models import Honour
from campaigns.engine.targets import Standing
from campaigns.enums import SubjectKind
from campaigns.models import Campaign, Plan, RegisterEntry
from campaigns.selectors.plan_document import issuer_names
from campaigns.selectors.targets import standings
from reports.documents import result_notice, score_proof, yearly_report
from reports.documents.numbering import long_date, padded_number
from reports.documents.parts import Letter, Letterhead, Signer
from reports.enums import DocumentKind
from reports.models import ReportDocument
from reports.roles import PREPARE_DOCUMENT
from reports.selectors import round_facts
from scoring.enums import NodeKind, RunState
from scoring.models import CriterionScore, UnitScore
from scoring.selectors.proof import groups_on_top, proof_of

OFFICE_NAME = "Phòng Tổ chức - Hành chính"
OFFICE_SYMBOL = "TCHC"


def letterhead(unit: Unit, *, symbol: str, day: date, entry: RegisterEntry | None) -> Letterhead:
    """The letterhead of a unit; without an entry in the register number and date stay open."""
    superior, issuer = issuer_names(unit, day)
    return Letterhead(
        superior=superior,
        issuer=issuer,
        number=str(entry.number) if entry else "",
        symbol=entry.symbol if entry else symbol,
        place=round_facts.place_name(unit, day),
        issued_on=entry.issued_on if entry else None,
    )


def report_document(document: ReportDocument, *, day: date, entry: RegisterEntry | None = None) -> Letter:
    """A notice or report from the data as they stand on `day`, numbered when `entry` is given."""
    if document.kind == DocumentKind.RESULT_NOTICE:
        return _result_notice(document, day=day, entry=entry)
    return _yearly_report(document, day=day, entry=entry)


def _result_notice(document: ReportDocument, *, day: date, entry: RegisterEntry | None) -> Letter:
    run = round_facts.citable_run(document.round)
    return result_notice.letter(
        result_notice.ResultNotice(
            letterhead=letterhead(document.unit, symbol=document.symbol, day=day, entry=entry),
            issuer=document.unit.name_on(day),
            campaign=running_title(document.round.campaign),
            year=document.round.year,
            units=_ranked(document),
            signer=Signer(document.signer_title_lines, document.signer_name),
            recipients=document.recipient_lines,
            office=office_name(document.unit, day),
            basis=_basis(document, "Thực hiện "),
            final_on=run.final_at.date() if run and run.final_at else None,
            is_draft=entry is None,
        )
    )


def _yearly_report(document: ReportDocument, *, day: date, entry: RegisterEntry | None) -> Letter:
    honours = list(round_facts.honours_of(document.unit, document.round.year))
    return yearly_report.letter(
        yearly_report.YearlyReport(
            letterhead=letterhead(document.unit, symbol=document.symbol, day=day, entry=entry),
            issuer=document.unit.name_on(day),
            addressee=document.addressee,
            campaign=running_title(document.round.campaign),
            year=document.round.year,
            targets=_targets(document),
            units=_ranked(document),
            awards=_award_counts(honours),
            honoured=tuple(_honoured(honour, document.unit.name_on(day)) for honour in honours),
            signer=Signer(document.signer_title_lines, document.signer_name),
            recipients=document.recipient_lines,
            narrative=document.narrative,
            basis=_basis(document, ""),
            is_draft=entry is None,
        )
    )


def score_sheet(score: UnitScore) -> Letter:
    """The sheet that proves a unit's total, computed again while it is made."""
    run, proof = score.run, proof_of(score)
    computed_on = timezone.localdate(run.provisional_at)
    day = timezone.localdate(run.published_at or run.final_at or run.provisional_at)
    superior, issuer = issuer_names(run.unit, day)
    return score_proof.letter(
        score_proof.ScoreProof(
            letterhead=Letterhead(
                superior=superior,
                issuer=issuer,
                place=round_facts.place_name(run.unit, day),
                issued_on=day,
                is_registered=False,
            ),
            unit=score.unit.name_on(day),
            round=run.round.title,
            year=run.round.year,
            criteria_set=str(run.criteria_set),
            run_number=run.number,
            engine_version=run.engine_version,
            inputs_hash=run.inputs_hash,
            computed_on=computed_on,
            lines=tuple(_proof_line(line.score) for line in proof.lines),
            sums=tuple(_proof_line(row) for row in groups_on_top(proof.lines)),
            main=score.base,
            bonus=score.bonus,
            penalty=score.penalty,
            total=score.total,
            grade=score.grade,
            grade_reason=score.grade_reason,
            # Heads may print the own sheet in the days of appeals; how the others stand is told on publication.
            rank=score.rank if run.state == RunState.PUBLISHED else None,
            group_rank=score.group_rank if run.state == RunState.PUBLISHED else None,
            unit_count=run.unit_scores.count(),
            reason=score.reason,
            differences=tuple(difference.code for difference in proof.differences),
            total_again=proof.total_again,
            is_draft=run.state == RunState.PROVISIONAL,
        )
    )


def _proof_line(row: CriterionScore) -> score_proof.Line:
    return score_proof.Line(
        code=row.criterion.code,
        name=row.criterion.name,
        is_group=row.criterion.kind == NodeKind.GROUP,
        max_points=row.max_points,
        points=row.points,
        status=row.get_status_display().lower(),
        reason=row.reason,
    )


def _ranked(document: ReportDocument) -> tuple[result_notice.RankedUnit, ...]:
    run = round_facts.citable_run(document.round)
    return tuple(
        result_notice.RankedUnit(
            score.rank,
            score.unit.name,
            score.self_total,
            score.base,
            score.bonus - score.penalty,
            score.total,
            score.grade,
        )
        for score in (round_facts.ranking(run) if run else ())
    )


def _targets(document: ReportDocument) -> tuple[yearly_report.TargetLine, ...]:
    plan = round_facts.plan_in_force(document.round.campaign)
    return tuple(
        yearly_report.TargetLine(
            label=row.target.label,
            threshold=row.threshold,
            value=row.current,
            verdict=row.label,
            is_met=row.verdict.standing in (Standing.ACHIEVED, Standing.EXCEEDED),
        )
        for row in (standings(plan, document.round.year) if plan else ())
    )


def _honoured(honour: Honour, centre: str) -> yearly_report.Honoured:
    place = centre if honour.unit_name == honour.subject_name else honour.unit_name
    return yearly_report.Honoured(honour.subject_name, place, honour.award.name)


def _award_counts(honours: list[Honour]) -> tuple[yearly_report.AwardCount, ...]:
    by_award: dict[str, list[Honour]] = {}
    for honour in honours:
        by_award.setdefault(honour.award.name, []).append(honour)
    return tuple(
        yearly_report.AwardCount(
            award=award,
            collectives=sum(1 for honour in given if honour.subject_kind == SubjectKind.COLLECTIVE),
            individuals=sum(1 for honour in given if honour.subject_kind == SubjectKind.INDIVIDUAL),
            money=Decimal(sum(honour.amount or 0 for honour in given)),
        )
        for award, given in by_award.items()
    )


def _basis(document: ReportDocument, opening: str) -> str:
    plan = round_facts.plan_in_force(document.round.campaign)
    return f"{opening}{citation(plan)}" if plan else ""


def citation(plan: Plan) -> str:
    """The plan at its first mention: type, number and symbol, date, issuer and trích yếu."""
    day = plan.issued_on
    if day is None or plan.number is None:
        return ""
    number = f"{padded_number(str(plan.number))}/{plan.symbol}"
    subject = plan.subject[:1].lower() + plan.subject[1:]
    return f"{plan.kind_name.capitalize()} số {number} {long_date(day)} của {plan.unit.name_on(day)} về {subject}"


def running_title(campaign: Campaign) -> str:
    """The campaign's name as it stands inside a sentence: “phong trào thi đua …”."""
    title = campaign.title.strip()
    for opening in ("Phát động ", "phát động "):
        title = title.removeprefix(opening)
    return title[:1].lower() + title[1:]


def office_of(unit: Unit, day: date) -> Unit | None:
    """The office that does the paperwork: where those who may prepare documents work."""
    for user in people_with(PREPARE_DOCUMENT, unit, day):
        if user.person and user.person.unit_id != unit.pk:
            office: Unit = user.person.unit
            return office
    return None


def office_name(unit: Unit, day: date) -> str:
    """The name of that office."""
    office = office_of(unit, day)
    return office.name_on(day) if office else OFFICE_NAME


def filing_line(unit: Unit, day: date) -> str:
    """The last line of nơi nhận: “Lưu: VT, TCHC.”."""
    office = office_of(unit, day)
    return f"Lưu: VT, {office.document_symbol if office and office.document_symbol else OFFICE_SYMBOL}."
