"""From decisions and the register of honours to what is printed of them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import segno
from django.utils.safestring import SafeString, mark_safe

from awards.enums import Family
from awards.models import Award, Decision, Honour
from awards.selectors.decisions import LineFacts, certificate_facts, decision_facts
from reports.documents import award_decision, snapshot
from reports.documents.certificate import Certificate
from reports.documents.parts import Letter, Letterhead, Signer
from reports.documents.sources import filing_line, office_name
from reports.models import KeptPrint
from reports.pdf.renderer import PrintingRefused
from reports.selectors import round_facts

# Awards whose certificate shows red flags beside the emblem (Nghị định 98/2023/NĐ-CP, Điều 104).
FLAGGED = frozenset({"CSTDCS"})
OPENINGS = ("đã ", "có ", "vì ")


def decision(record: Decision, *, verification_url: str = "") -> Letter:
    """An award decision with its list: a draft as it reads now, a signed one as it was signed.

    Signed ones carry the QR code that confirms them.
    """
    kept = KeptPrint.objects.filter(decision=record).first()
    letter = snapshot.thaw(kept.snapshot, Letter) if kept else decision_now(record)
    return letter if letter.is_draft else replace(letter, verification_svg=_qr(verification_url))


def decision_now(record: Decision) -> Letter:
    """The decision as its rows read now, without QR code."""
    facts = decision_facts(record)
    day = facts.signed_on or record.drafted_at.date()
    office = office_name(record.unit, day)
    titles = set(Award.objects.filter(family=Family.TITLE).values_list("name", flat=True))
    awarded = tuple(_awarded(line, facts.issuer_name, titles) for line in facts.lines)
    superior = (f"{facts.superior_name} (báo cáo);",) if facts.superior_name else ()
    return award_decision.letter(
        award_decision.AwardDecision(
            letterhead=Letterhead(
                superior=facts.superior_name,
                issuer=facts.issuer_name,
                number=facts.number,
                symbol=facts.symbol,
                place=round_facts.place_name(record.unit, day),
                issued_on=facts.signed_on,
            ),
            issuer=facts.issuer_name,
            subject=facts.title,
            bases=facts.bases,
            proposer=f"Trưởng {_lowered(office)} và Hội đồng Thi đua - Khen thưởng",
            reason=reason(facts.achievement),
            awarded=awarded,
            signer=Signer(title_lines(facts.signer_title), facts.signer_name),
            recipients=(
                f"Như Điều {award_decision.article_count(awarded)};",
                *superior,
                filing_line(record.unit, day),
            ),
            executors=f"Trưởng {_lowered(office)}, Trưởng các khoa, phòng liên quan",
            verification_code="" if facts.is_draft else facts.reference,
            is_draft=facts.is_draft,
        )
    )


def certificate(honour: Honour, *, verification_url: str = "") -> Certificate:
    """The certificate of one line of the register of honours, with a QR code to the page that confirms it.

    One issued by the portal reads as it did on that day. Raises PrintingRefused when the award was taken back.
    """
    if honour.revoked_at is not None:
        raise PrintingRefused("Không in được: giấy chứng nhận này đã bị thu hồi.", code="revoked")
    kept = KeptPrint.objects.filter(honour=honour).first()
    found = snapshot.thaw(kept.snapshot, Certificate) if kept else certificate_now(honour)
    return replace(found, verification_svg=_qr(verification_url), verification_url=verification_url)


def certificate_now(honour: Honour) -> Certificate:
    """The certificate as its rows read now, without QR code."""
    facts = certificate_facts(honour)
    return Certificate(
        grantor=f"Giám đốc {facts.issuer_name}",
        act="TẶNG DANH HIỆU" if facts.is_title else "TẶNG",
        award=facts.award.upper(),
        recipient=f"{facts.honorific} {facts.name}".strip(),
        recipient_line=", ".join(part for part in (facts.post, facts.unit_name) if part and part != facts.name),
        achievement=_sentence(facts.achievement),
        decision=facts.decision_number,
        decided_on=facts.decided_on,
        honour_number=facts.register_number,
        place=round_facts.place_name(honour.unit, facts.decided_on),
        issued_on=facts.decided_on,
        signer=Signer(title_lines(facts.signer_title), facts.signer_name),
        verification_code=facts.code,
        has_flags=honour.award.code in FLAGGED,
        is_draft=False,
    )


def _lowered(name: str) -> str:
    """“phòng Tổ chức - Hành chính” in the middle of a sentence."""
    return name[:1].lower() + name[1:]


def _awarded(line: LineFacts, centre: str, titles: set[str]) -> award_decision.Awarded:
    place = centre if line.is_collective else ", ".join(part for part in (line.post, line.unit_name) if part)
    return award_decision.Awarded(
        name=f"{line.honorific} {line.name}".strip(),
        post=place,
        award=line.award,
        is_collective=line.is_collective,
        money=Decimal(line.prize) if line.prize else None,
        is_title=line.award in titles,
    )


def title_lines(text: str) -> tuple[str, ...]:
    """“KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC” as lines of capitals."""
    return tuple(line.strip().upper() for line in text.splitlines() if line.strip())


def reason(achievement: str) -> str:
    """The achievement as the end of Điều 1: “đã có thành tích …”."""
    words = achievement.strip().rstrip(".")
    words = words[:1].lower() + words[1:]
    if not words or words.startswith(OPENINGS):
        return words
    return f"đã có {words}" if words.startswith("thành tích") else f"đã có thành tích {words}"


def _sentence(achievement: str) -> str:
    words = reason(achievement)
    return words[:1].upper() + words[1:]


def _qr(url: str) -> SafeString | str:
    """A QR code as SVG. The markup is made by the library from the address, whose parts are quoted by `reverse`."""
    if not url:
        return ""
    return mark_safe(segno.make(url, error="m").svg_inline(border=0, omitsize=True, svgclass=None, lineclass=None))
