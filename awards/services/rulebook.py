"""Reading the award data file: everything is checked before anything is stored, each fault with its place."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Any

from awards.eligibility import Condition, ConditionError, Rule, condition_data, condition_from
from awards.engine.money import BaseSalary
from awards.tally import Base, TallyError, VoteRule
from core.errors import DomainError

DEFAULT_FILE = Path(__file__).resolve().parent.parent / "data" / "award_rules.toml"
FAMILIES = ("title", "form")
SUBJECTS = ("individual", "collective")
DECIDERS = ("director", "authority", "province", "ministry", "prime_minister", "government")


class RulebookRefused(DomainError):
    """The data file cannot be used; the text says where."""


@dataclass(frozen=True, slots=True)
class InstrumentEntry:
    """A legal instrument with its span."""

    code: str
    name: str
    valid_from: date
    valid_to: date | None
    note: str


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """A rule with what surrounds its conditions: decider, vote, components, prize multiplier."""

    rule: Rule
    decider: str
    multiplier: Decimal
    vote: VoteRule
    vote_source: str
    components: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AwardEntry:
    """One title or form with its rules."""

    code: str
    name: str
    family: str
    order: int
    rules: tuple[RuleEntry, ...]


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The whole file."""

    instruments: tuple[InstrumentEntry, ...]
    base_salaries: tuple[BaseSalary, ...]
    components: Mapping[str, str]
    awards: tuple[AwardEntry, ...]


def read(path: Path = DEFAULT_FILE) -> Rulebook:
    """Read and check a data file. Raises `RulebookRefused`."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RulebookRefused(f"Không đọc được tệp {path.name}: {error}") from error
    return parse(data)


def parse(data: Mapping[str, Any]) -> Rulebook:
    """Check the data of a file and return it as dataclasses. Raises `RulebookRefused` naming the place."""
    quorum = _fraction(_get(_get(data, "council", "tệp"), "quorum", "council"), "council.quorum")
    components = {
        code: str(_get(part, "name", f"component.{code}")) for code, part in data.get("component", {}).items()
    }
    conditions = _conditions(data.get("condition", {}))
    votes = {name: _vote(name, table, quorum) for name, table in data.get("vote", {}).items()}
    awards = tuple(
        _award(order, table, conditions, votes, components) for order, table in enumerate(data.get("award", ()), 1)
    )
    _refuse_repeated([award.code for award in awards], "award")
    _refuse_unknown_titles(awards)
    return Rulebook(
        instruments=tuple(_instrument(table) for table in data.get("instrument", ())),
        base_salaries=tuple(_salary(table) for table in data.get("base_salary", ())),
        components=components,
        awards=awards,
    )


def _get(table: Mapping[str, Any], key: str, place: str) -> Any:
    if key not in table:
        raise RulebookRefused(f"{place}: thiếu mục {key}.")
    return table[key]


def _fraction(value: Any, place: str) -> Fraction:
    try:
        return Fraction(str(value))
    except (ValueError, ZeroDivisionError) as error:
        raise RulebookRefused(f"{place}: {value!r} không phải phân số, ví dụ đúng: 4/5.") from error


def _conditions(tables: Mapping[str, Any]) -> dict[str, Condition]:
    return {name: _condition(name, tables, ()) for name in tables}


def _condition(name: str, tables: Mapping[str, Any], seen: tuple[str, ...]) -> Condition:
    """Read one condition; alternatives are names of other conditions."""
    if name not in tables or name in seen:
        raise RulebookRefused(f"condition.{seen[-1] if seen else name}: không dùng được điều kiện {name!r}.")
    parts = tables[name].get("alternatives", ())
    alternatives = [condition_data(_condition(part, tables, (*seen, name))) for part in parts]
    try:
        return condition_from({**tables[name], "alternatives": alternatives})
    except ConditionError as error:
        raise RulebookRefused(f"condition.{name}: {error}") from error


def _vote(name: str, table: Mapping[str, Any], quorum: Fraction) -> tuple[VoteRule, str]:
    place = f"vote.{name}"
    try:
        rule = VoteRule(
            threshold=_fraction(_get(table, "threshold", place), f"{place}.threshold"),
            base=Base(_get(table, "base", place)),
            strict=bool(table.get("strict", False)),
            quorum=_fraction(table["quorum"], f"{place}.quorum") if "quorum" in table else quorum,
        )
    except TallyError as error:
        raise RulebookRefused(f"{place}: {error}") from error
    except ValueError as error:
        raise RulebookRefused(f"{place}.base: {table['base']!r} không hợp lệ.") from error
    return rule, str(_get(table, "source", place))


def _award(
    order: int,
    table: Mapping[str, Any],
    conditions: Mapping[str, Condition],
    votes: Mapping[str, tuple[VoteRule, str]],
    components: Mapping[str, str],
) -> AwardEntry:
    code = str(_get(table, "code", f"award thứ {order}"))
    family = _choice(_get(table, "family", code), FAMILIES, f"{code}.family")
    rules = []
    for data in _get(table, "rule", code):
        place = f"{code}.rule"
        vote, vote_source = votes[_choice(_get(data, "vote", place), tuple(votes), f"{place}.vote")]
        names = [_choice(name, tuple(conditions), f"{place}.conditions") for name in _get(data, "conditions", place)]
        rules.append(
            RuleEntry(
                rule=_rule(code, family, data, tuple(conditions[name] for name in names)),
                decider=_choice(_get(data, "decider", place), DECIDERS, f"{place}.decider"),
                multiplier=_multiplier(_get(data, "multiplier", place), f"{place}.multiplier"),
                vote=vote,
                vote_source=vote_source,
                components=tuple(
                    _choice(name, tuple(components), f"{place}.components") for name in _get(data, "components", place)
                ),
            )
        )
    _refuse_overlap(rules, code)
    return AwardEntry(code, str(_get(table, "name", code)), family, order, tuple(rules))


def _rule(code: str, family: str, data: Mapping[str, Any], conditions: tuple[Condition, ...]) -> Rule:
    place = f"{code}.rule"
    try:
        return Rule(
            award=code,
            subject=_choice(_get(data, "subject", place), SUBJECTS, f"{place}.subject"),
            family=family,
            valid_from=_day(_get(data, "valid_from", place), f"{place}.valid_from"),
            valid_to=_day(data["valid_to"], f"{place}.valid_to") if "valid_to" in data else None,
            source=str(_get(data, "source", place)),
            conditions=conditions,
        )
    except ConditionError as error:
        raise RulebookRefused(f"{place}: {error}") from error


def _instrument(table: Mapping[str, Any]) -> InstrumentEntry:
    code = str(_get(table, "code", "instrument"))
    return InstrumentEntry(
        code=code,
        name=str(_get(table, "name", code)),
        valid_from=_day(_get(table, "valid_from", code), f"{code}.valid_from"),
        valid_to=_day(table["valid_to"], f"{code}.valid_to") if "valid_to" in table else None,
        note=str(table.get("note", "")),
    )


def _salary(table: Mapping[str, Any]) -> BaseSalary:
    day = _day(_get(table, "valid_from", "base_salary"), "base_salary.valid_from")
    amount = _get(table, "amount", "base_salary")
    if type(amount) is not int or amount <= 0:
        raise RulebookRefused(f"base_salary {day}: amount phải là số nguyên dương (đồng).")
    return BaseSalary(day, amount, str(_get(table, "source", "base_salary")))


def _day(value: Any, place: str) -> date:
    if type(value) is not date:
        raise RulebookRefused(f"{place}: {value!r} không phải ngày, ví dụ đúng: 2026-07-01.")
    return value


def _multiplier(value: Any, place: str) -> Decimal:
    try:
        number = Decimal(str(value))
    except InvalidOperation as error:
        raise RulebookRefused(f"{place}: {value!r} không phải số.") from error
    if not number.is_finite() or number < 0 or number != round(number, 2):
        raise RulebookRefused(f"{place}: hệ số phải từ 0, nhiều nhất 2 chữ số thập phân.")
    return number


def _choice(value: Any, allowed: tuple[str, ...], place: str) -> str:
    if value not in allowed:
        raise RulebookRefused(f"{place}: {value!r} không có trong: {', '.join(allowed)}.")
    return str(value)


def _refuse_repeated(codes: list[str], place: str) -> None:
    for code in codes:
        if codes.count(code) > 1:
            raise RulebookRefused(f"{place}: mã {code} bị lặp.")


def _refuse_overlap(rules: list[RuleEntry], code: str) -> None:
    """Two rules of one award and kind of subject must not be in force on the same day."""
    ordered = sorted((entry.rule for entry in rules), key=lambda rule: (rule.subject, rule.valid_from))
    for first, second in zip(ordered, ordered[1:], strict=False):
        if first.subject == second.subject and first.is_in_force(second.valid_from):
            raise RulebookRefused(f"{code}: hai quy định cùng có hiệu lực từ {second.valid_from}.")


def _refuse_unknown_titles(awards: tuple[AwardEntry, ...]) -> None:
    """A condition about earlier titles must name a title of this file."""
    codes = {award.code for award in awards}
    for award in awards:
        for entry in award.rules:
            for condition in entry.rule.conditions:
                for part in (condition, *condition.alternatives):
                    named = part.parameters.get("award")
                    if named is not None and named not in codes:
                        raise RulebookRefused(f"{award.code}: điều kiện nói đến danh hiệu {named!r} không có.")
