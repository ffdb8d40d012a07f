"""Model fields that both databases treat alike."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.expressions import Combinable

from core.numbers import read_number
from core.text import nfc


@lru_cache(maxsize=16384)  # the same points stand in thousands of rows
def _scaled(value: int, places: int) -> Decimal:
    return Decimal(value).scaleb(-places)


class FixedPointField(models.BigIntegerField):
    """A Decimal with ``places`` decimals, stored as an integer of its smallest unit.

    SQLite sums decimals as binary floats, which moves totals across grade boundaries; integers are exact on both
    databases. Values with more decimals than ``places`` are refused, never rounded silently.
    """

    description = "Số thập phân lưu bằng số nguyên"

    if TYPE_CHECKING:
        # What the type checker takes an attribute of this field for.
        _pyi_private_set_type: Decimal | int | Combinable  # type: ignore[assignment]
        _pyi_private_get_type: Decimal  # type: ignore[assignment]

    def __init__(self, *args: Any, places: int = 2, **kwargs: Any) -> None:
        self.places = places
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "places": self.places}

    @property
    def validators(self) -> list[Any]:
        # The integer limits of the parent class speak of stored units, not of the Decimal that is validated here.
        return list(self._validators)  # type: ignore[attr-defined]

    def from_db_value(self, value: int | None, expression: Any, connection: Any) -> Decimal | None:
        return None if value is None else _scaled(value, self.places)

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or isinstance(value, Decimal):
            return value
        try:
            return Decimal(str(value))
        except ArithmeticError as error:
            raise ValidationError("Nhập một số, ví dụ 7,5.") from error

    def get_prep_value(self, value: Any) -> int | None:
        number = self.to_python(value)
        if number is None:
            return None
        scaled = number.scaleb(self.places)
        if scaled != scaled.to_integral_value():
            raise ValidationError(f"Số {number} có quá {self.places} chữ số thập phân.")
        return int(scaled)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> int | None:
        return value if prepared else self.get_prep_value(value)

    def value_to_string(self, obj: models.Model) -> str:
        value = self.value_from_object(obj)
        return "" if value is None else str(value)

    def formfield(self, **kwargs: Any) -> Any:
        defaults = {"form_class": NumberInput, "decimal_places": self.places, "localize": True}
        return models.Field.formfield(self, **{**defaults, **kwargs})

    def quantize(self, value: Decimal) -> Decimal:
        """Round half up to this field's precision; for values that are measured, not computed points."""
        return value.quantize(Decimal(1).scaleb(-self.places), rounding=ROUND_HALF_UP)


class NormalisedCharField(models.CharField):
    """A CharField that stores NFC text without surrounding white space."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return nfc(text).strip() if isinstance(text, str) else text

    def get_prep_value(self, value: Any) -> Any:
        return self.to_python(super().get_prep_value(value))


class NormalisedTextField(models.TextField):
    """A TextField that stores NFC text without surrounding white space."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return nfc(text).strip() if isinstance(text, str) else text

    def get_prep_value(self, value: Any) -> Any:
        return self.to_python(super().get_prep_value(value))


class DayInput(forms.DateInput):
    """A date typed as offices write it, ngày/tháng/năm.

    The browser's own date picker shows days in the order of the browser's language, which is often not Vietnamese.
    """

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        hints = {"placeholder": "ngày/tháng/năm", "inputmode": "numeric", "autocomplete": "off", "maxlength": "10"}
        super().__init__(attrs={**hints, **(attrs or {})}, format="%d/%m/%Y")


class NumberInput(forms.DecimalField):
    """A form field that reads numbers as typed in Vietnam («1.234,5») and shows them the same way."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and value.strip():
            try:
                value = read_number(value)
            except ValueError as error:
                raise ValidationError(str(error)) from error
        return super().to_python(value)


class SeveralFilesInput(forms.ClearableFileInput):
    """A file input that takes more than one file."""

    allow_multiple_selected = True


class SeveralFiles(forms.FileField):
    """Any number of files, as a list; what they are is for ``core.uploads`` to say, an empty one too."""

    widget = SeveralFilesInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        chosen = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(SeveralFiles, self).clean(each, initial) for each in chosen if each]
