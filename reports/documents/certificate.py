"""Giấy khen and certificates of emulation titles, on landscape A4."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from reports.documents import numbering
from reports.documents.parts import Gap, Signer


@dataclass(frozen=True, slots=True)
class Certificate:
    """A Giấy khen (or the certificate of an emulation title) on landscape A4, Nghị định 98/2023/NĐ-CP Điều 104.

    `act` is “TẶNG” or “TẶNG DANH HIỆU”; `award` what is given; `recipient_line` the post and unit, or the address;
    `verification_svg` a QR code, with the address it leads to in `verification_url`, and `verification_code` what can
    be typed in there.
    """

    grantor: str
    act: str
    award: str
    recipient: str
    recipient_line: str = ""
    achievement: str = ""
    decision: str = ""
    decided_on: date | None = None
    honour_number: str = ""
    place: str = ""
    issued_on: date | None = None
    signer: Signer = field(default_factory=Signer)
    verification_svg: str = ""
    verification_url: str = ""
    verification_code: str = ""
    has_flags: bool = False
    is_draft: bool = True

    template = "reports/documents/_certificate.html"

    @property
    def grantor_lines(self) -> tuple[str, ...]:
        """The grantor in capitals, broken evenly."""
        return numbering.balanced_lines(self.grantor.upper(), 48)

    @property
    def achievement_lines(self) -> tuple[str, ...]:
        """The achievement broken evenly for centring."""
        return numbering.balanced_lines(self.achievement, 80)

    @property
    def place_and_date(self) -> str:
        """“Hoài Nhơn, ngày 05 tháng 02 năm 2026”."""
        return numbering.place_and_date(self.place, self.issued_on)

    @property
    def decision_line(self) -> str:
        """“Quyết định số: 05/QĐ-TTYT”."""
        return f"Quyết định số: {self.decision or numbering.BLANK}"

    @property
    def decided_line(self) -> str:
        """“ngày 05 tháng 02 năm 2026”."""
        return numbering.long_date(self.decided_on)

    @property
    def honour_line(self) -> str:
        """“Số sổ vàng: 12”."""
        return f"Số sổ vàng: {numbering.padded_number(self.honour_number) or numbering.BLANK}"

    @property
    def title(self) -> str:
        """One line that names the certificate."""
        return f"{self.award.capitalize()} – {self.recipient}"

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What is still missing before the certificate may be handed over."""
        wanted = (
            ("number", self.decision, "Quyết định chưa có số"),
            ("date", self.decided_on, "Quyết định chưa có ngày ban hành"),
            ("signer", self.signer.name, "Chưa có người ký"),
            ("honour_number", self.honour_number, "Chưa có số sổ vàng"),
        )
        return tuple(Gap(code, text) for code, value, text in wanted if not value)
