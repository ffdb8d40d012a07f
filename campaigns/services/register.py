"""Giving numbers to outgoing documents (văn thư): one series for each issuer, year and symbol."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max, Model

from accounts.models import Unit
from campaigns.models import RegisterEntry
from core.errors import DomainError

HIGHEST_NUMBER = 99_999


class RegisterRefused(DomainError):
    """A number that cannot be given."""


def next_number(*, unit: Unit, symbol: str, year: int) -> int:
    """The number after the highest one given in the series: the register never fills gaps by itself."""
    highest = RegisterEntry.objects.filter(unit=unit, year=year, symbol=symbol).aggregate(highest=Max("number"))
    return int(highest["highest"] or 0) + 1


@transaction.atomic
def take_number(
    *,
    unit: Unit,
    symbol: str,
    on: date,
    title: str,
    signer_name: str,
    document: Model,
    number: int | None = None,
) -> RegisterEntry:
    """Enter a document into the register under ``number``, or under the next one (Nghị định 30/2020, Điều 15).

    The issuer's row is locked, so that two documents issued at once get two numbers. Raises ``RegisterRefused`` when
    the number is taken, the document has a number already, or something that must be registered is missing.
    """
    Unit.objects.select_for_update().get(pk=unit.pk)
    symbol, title, signer_name = symbol.strip(), title.strip(), signer_name.strip()
    _refuse_incomplete(symbol, title, signer_name, number)
    kind, key = document._meta.label_lower, str(document.pk)
    _refuse_second_number(kind, key)
    given = number if number is not None else next_number(unit=unit, symbol=symbol, year=on.year)
    _refuse_taken(unit, symbol, on.year, given)
    try:
        with transaction.atomic():
            return RegisterEntry.objects.create(
                unit=unit,
                year=on.year,
                symbol=symbol,
                number=given,
                issued_on=on,
                title=title[:500],
                signer_name=signer_name[:100],
                document_type=kind,
                document_id=key,
            )
    except IntegrityError as error:
        # SQLite has no row locks; its constraint still lets only one of two writers have the number.
        raise _taken(f"{given:02d}/{symbol}", on.year) from error


def _refuse_incomplete(symbol: str, title: str, signer_name: str, number: int | None) -> None:
    for value, field, message in (
        (symbol, "symbol", "Chưa cấp được số: văn bản chưa có ký hiệu."),
        (title, "subject", "Chưa cấp được số: văn bản chưa có trích yếu."),
        (signer_name, "signer_name", "Chưa cấp được số: chưa ghi họ tên người ký."),
    ):
        if not value:
            raise RegisterRefused(message, hint="Ghi bổ sung rồi thực hiện lại.", code="incomplete", field=field)
    if number is not None and not 1 <= number <= HIGHEST_NUMBER:
        raise RegisterRefused(
            f"Số văn bản phải từ 1 đến {HIGHEST_NUMBER}.", hint="Ghi lại số.", code="range", field="number"
        )


def _refuse_second_number(kind: str, key: str) -> None:
    earlier = RegisterEntry.objects.filter(document_type=kind, document_id=key).first()
    if earlier is not None:
        raise RegisterRefused(
            f"Văn bản này đã có số {earlier.number_and_symbol}.",
            hint="Mỗi văn bản chỉ được cấp số một lần; cần thay đổi thì lập văn bản mới.",
            code="numbered",
        )


def _refuse_taken(unit: Unit, symbol: str, year: int, number: int) -> None:
    if RegisterEntry.objects.filter(unit=unit, symbol=symbol, year=year, number=number).exists():
        raise _taken(f"{number:02d}/{symbol}", year)


def _taken(number_and_symbol: str, year: int) -> RegisterRefused:
    return RegisterRefused(
        f"Số {number_and_symbol} của năm {year} đã cấp cho văn bản khác.",
        hint="Chọn số khác.",
        code="taken",
        field="number",
    )
