"""Tables of a structured file: checked values handed out one by one, faults noted with their place, none raised."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any


class FileTable:
    """One table of the file: hands out checked values and notes what is wrong, missing or unknown."""

    def __init__(self, values: Mapping[str, Any], place: str, faults: list[str]) -> None:
        self._values, self._place, self.faults = values, place, faults
        self._asked: set[str] = set()

    def place(self, name: str) -> str:
        return f"{self._place}.{name}" if self._place else name

    def fault(self, name: str, message: str) -> None:
        self.faults.append(f"{self.place(name)}: {message}")

    def _value(self, name: str, kind: type | tuple[type, ...], what: str, required: bool) -> Any:
        self._asked.add(name)
        value = self._values.get(name)
        if value is None:
            if required:
                self.fault(name, "thiếu trường bắt buộc này.")
            return None
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.fault(name, f"phải là {what}.")
            return None
        return value

    def text(self, name: str, *, required: bool = False, longest: int = 0) -> str:
        value = unicodedata.normalize("NFC", self._value(name, str, "chữ trong dấu nháy", required) or "").strip()
        if required and not value and isinstance(self._values.get(name), str):
            self.fault(name, "không được để trống.")
        if longest and len(value) > longest:
            self.fault(name, f"dài {len(value)} ký tự, nhiều nhất {longest}.")
        return " ".join(value.split())

    def texts(self, name: str) -> tuple[str, ...]:
        value = self._value(name, list, "danh sách chữ", False) or []
        for position, item in enumerate(value):
            if not isinstance(item, str) or not item.strip():
                self.fault(f"{name}[{position}]", "phải là chữ và không được để trống.")
        return tuple(" ".join(unicodedata.normalize("NFC", item).split()) for item in value if isinstance(item, str))

    def flag(self, name: str, default: bool) -> bool:
        value = self._value(name, bool, "true hoặc false", False)
        return default if value is None else value

    def day(self, name: str, *, required: bool = False) -> date | None:
        value = self._value(name, date, "ngày dạng 2026-12-31 (không có dấu nháy)", required)
        return value if isinstance(value, date) else None

    def number(self, name: str) -> Decimal | None:
        value = self._value(name, (int, Decimal), "một số", False)
        try:
            return None if value is None else Decimal(value)
        except InvalidOperation:
            self.fault(name, "phải là một số.")
            return None

    def choice(self, name: str, choices: tuple[str, ...], default: str = "") -> str:
        value = self.text(name, required=not default) or default
        if value and value not in choices:
            self.fault(name, f"“{value}” không hợp lệ; chọn một trong: {', '.join(choices)}.")
            return choices[0]
        return value or choices[0]

    def table(self, name: str, *, required: bool = False) -> FileTable:
        value = self._value(name, dict, "một bảng", required)
        return FileTable(value or {}, self.place(name), self.faults)

    def tables(self, name: str) -> list[FileTable]:
        value = self._value(name, list, "danh sách bảng", False) or []
        found = []
        for position, item in enumerate(value):
            if isinstance(item, dict):
                found.append(FileTable(item, self.place(f"{name}[{position}]"), self.faults))
            else:
                self.fault(f"{name}[{position}]", "phải là một bảng.")
        return found

    def each(self, name: str, read: Callable[[FileTable], Any]) -> tuple[Any, ...]:
        return tuple(self.closed(read, table) for table in self.tables(name))

    @staticmethod
    def closed(read: Callable[[FileTable], Any], table: FileTable) -> Any:
        """Reads a table, then notes the fields nobody asked for: a misspelt name must not pass silently."""
        result = read(table)
        for name in table._values:
            if name not in table._asked:
                table.fault(name, "không có trường này trong định dạng.")
        return result
