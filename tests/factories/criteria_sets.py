"""Criteria sets made by hypothesis: every kind of rule, nested, with limits, quota and examples."""

from typing import Any

from hypothesis import strategies as st

from scoring.engine.rules import KINDS

WORDS = st.text(
    alphabet=st.sampled_from(list("aăâbcdđeêgiơưXYZ01239 .,;:-+=@'\"“”%/()\n|<>&ếữậ")), min_size=1, max_size=40
).map(str.strip).filter(bool)  # fmt: skip
CODES = st.text(alphabet=st.sampled_from(list("abcxyz019_-")), min_size=1, max_size=6)
POINTS = st.decimals(min_value=0, max_value=99, places=2)
PERCENTS = st.decimals(min_value=0, max_value=100, places=3)
NAMES = st.fixed_dictionaries(
    {},
    optional={
        "value_label": WORDS,
        "numerator_label": WORDS,
        "denominator_label": WORDS,
        "unit": WORDS,
        "may_exceed": st.booleans(),
    },
)


def distinct(of: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Two or three rows whose codes differ."""
    return st.lists(of, min_size=2, max_size=3, unique_by=lambda row: row["code"])


LEVELS = st.fixed_dictionaries({"code": CODES, "name": WORDS}, optional={"points": POINTS, "percent": PERCENTS})
OPTIONS = st.fixed_dictionaries({"code": CODES, "label": WORDS, "weight": PERCENTS})
STEPS = st.lists(st.fixed_dictionaries({"low": PERCENTS, "points": POINTS}), min_size=1, max_size=4)
LATE = st.lists(st.fixed_dictionaries({"days": st.integers(1, 90), "points": POINTS}), max_size=3)
_OWN: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "level": st.fixed_dictionaries({"levels": distinct(LEVELS)}),
    "manual": st.fixed_dictionaries({}, optional={"step": POINTS}),
    "proportional_floor": st.fixed_dictionaries(
        {"floor": PERCENTS}, optional={"ceiling": PERCENTS, "ceiling_excluded": st.booleans()}
    ),
    "step_table": st.fixed_dictionaries({"steps": STEPS}),
    "threshold_all_or_nothing": st.fixed_dictionaries(
        {"threshold": PERCENTS}, optional={"threshold_excluded": st.booleans()}
    ),
    "survey_share": st.fixed_dictionaries({}, optional={"options": distinct(OPTIONS)}),
    "all_members": st.fixed_dictionaries({}, optional={"member": WORDS, "standard": WORDS, "otherwise": POINTS}),
    "external": st.fixed_dictionaries({"source": WORDS}, optional={"scale": POINTS}),
    "target_met": st.fixed_dictionaries({}, optional={"target": PERCENTS, "at_most": st.booleans()}),
    "versus_previous_year": st.fixed_dictionaries({"higher": POINTS}, optional={"equal": POINTS, "lower": POINTS}),
    "versus_average": st.fixed_dictionaries(
        {"reached": POINTS},
        optional={
            "otherwise": POINTS,
            "average_label": WORDS,
            "scope": st.just("group"),
            "pooled": st.just(True),
            "at_most": st.booleans(),
        },
    ),
    "count_step": st.fixed_dictionaries({"per_item": POINTS}, optional={"item": WORDS}),
    "penalty_count": st.fixed_dictionaries(
        {"per_item": POINTS}, optional={"item": WORDS, "per_late": POINTS, "late_item": WORDS}
    ),
    "incident_zero": st.fixed_dictionaries({}, optional={"item": WORDS}),
    "incident_scale": st.fixed_dictionaries(
        {"per_minor": POINTS}, optional={"minor": WORDS, "serious": WORDS, "least": POINTS}
    ),
    "on_time": st.fixed_dictionaries({}, optional={"late": LATE}),
    "bonus": st.fixed_dictionaries({}, optional={"per_item": POINTS, "item": WORDS}),
    "penalty": st.fixed_dictionaries({}, optional={"per_item": POINTS, "item": WORDS}),
}
_MEASURED = {
    "proportional", "proportional_floor", "step_table", "threshold_all_or_nothing", "survey_percent", "target_met",
    "versus_previous_year", "versus_average",
}  # fmt: skip
COMPOSED = ("precondition", "best_of", "sum_of_parts")
SIMPLE = tuple(kind for kind in KINDS if kind not in COMPOSED)


def simple_rule(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    """A rule of a kind that holds no other rule."""
    own = _OWN.get(kind, st.just({}))
    named = NAMES if kind in _MEASURED else st.just({})
    return st.tuples(named, own).map(lambda parts: {"kind": kind, **parts[0], **parts[1]})


def rules(kinds: tuple[str, ...] = SIMPLE) -> st.SearchStrategy[dict[str, Any]]:
    """A rule of any of these kinds or a composed one, up to a few levels deep."""
    return st.recursive(st.sampled_from(kinds).flatmap(simple_rule), _composed, max_leaves=4)


def _composed(inside: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    parts = st.fixed_dictionaries({"code": CODES, "label": WORDS, "rule": inside})
    shared = st.fixed_dictionaries({"code": CODES, "label": WORDS, "max": POINTS, "rule": inside})
    return st.one_of(
        st.fixed_dictionaries({"kind": st.just("precondition"), "condition": WORDS, "rule": inside}),
        st.fixed_dictionaries({"kind": st.just("best_of"), "parts": distinct(parts)}),
        st.fixed_dictionaries({"kind": st.just("sum_of_parts"), "parts": distinct(shared)}),
    )


@st.composite
def leaves(draw: Any, rule: st.SearchStrategy[dict[str, Any]]) -> dict[str, Any]:
    """A criterion without its code."""
    given = st.fixed_dictionaries(
        {"name": WORDS, "max": POINTS, "rule": rule},
        optional={
            "guidance": WORDS,
            "evidence": WORDS,
            "indicator": CODES,
            "entered_by": st.sampled_from(["unit", "portal", "survey", "office"]),
            "may_not_apply": st.booleans(),
            "suspended": WORDS,
            "not_for": st.lists(st.sampled_from(["lam_sang", "phong", "tram"]), min_size=1, unique=True),
            "when_exempt": st.just("full"),
        },
    )
    return dict(draw(given))


@st.composite
def sets(draw: Any) -> dict[str, Any]:
    """The mapping of a set: well formed, though sums and steps may contradict each other."""
    numbers = iter(range(1, 1000))

    def leaf(rule: st.SearchStrategy[dict[str, Any]]) -> dict[str, Any]:
        return {"code": f"{draw(CODES)}.{next(numbers)}", **draw(leaves(rule))}

    def group(depth: int) -> dict[str, Any]:
        more = {"rescaling": draw(st.sampled_from(["even", "none"]))} if draw(st.booleans()) else {}
        return {
            "code": f"{next(numbers)}",
            "name": draw(WORDS),
            "max": draw(POINTS),
            **more,
            "group": [group(depth - 1) for _ in range(draw(st.integers(0, 1)))] if depth else [],
            "criterion": [leaf(rules()) for _ in range(draw(st.integers(0, 2)))],
        }

    groups = [group(2) for _ in range(draw(st.integers(1, 2)))]
    return {
        "code": draw(CODES),
        "name": draw(WORDS),
        "version": draw(st.integers(1, 99)),
        "total": draw(POINTS),
        "cap_total": draw(st.booleans()),
        "tie_break": draw(st.lists(CODES, max_size=3)),
        "group": groups,
        "band": draw(distinct(st.fixed_dictionaries({"code": CODES, "name": WORDS, "low": POINTS}))),
        "bonus": {"cap": draw(POINTS), "criterion": [leaf(simple_rule("bonus"))]},
        "penalty": {"cap": draw(POINTS), "criterion": [leaf(simple_rule("penalty"))]},
        "limit": draw(st.lists(LIMITS, max_size=2, unique_by=lambda limit: limit["code"])),
        "quota": draw(st.one_of(st.just({}), QUOTAS)),
        "example": draw(st.lists(EXAMPLES, max_size=2, unique_by=lambda example: example["name"])),
    }


LIMITS = st.fixed_dictionaries(
    {
        "code": CODES,
        "name": WORDS,
        "when": st.sampled_from(["criterion_zero", "node_below", "not_assessed", "circumstance"]),
        "at_most": CODES,
    },
    optional={"criteria": st.lists(CODES, min_size=1), "node": CODES, "percent": PERCENTS.filter(bool)},
)
QUOTAS = st.fixed_dictionaries(
    {"band": CODES, "percent": PERCENTS},
    optional={
        "base": st.just("reaching"),
        "base_band": CODES,
        "rounding": st.just("up"),
        "within_groups": st.just(True),
    },
)
_COUNTS = st.lists(
    st.fixed_dictionaries({"code": CODES, "count": st.integers(0, 99)}),
    min_size=1,
    max_size=3,
    unique_by=lambda option: option["code"],
)
_FIGURES = st.fixed_dictionaries(
    {},
    optional={
        "value": PERCENTS,
        "numerator": POINTS,
        "denominator": POINTS,
        "average": st.sampled_from(["262/3", "87.5"]),
        "count": st.integers(0, 99),
        "done": st.booleans(),
        "level": CODES,
        "condition": st.booleans(),
        "counts": _COUNTS,
    },
)
_PARTS = st.lists(
    st.fixed_dictionaries({"code": CODES, "inputs": _FIGURES}),
    min_size=1,
    max_size=2,
    unique_by=lambda part: part["code"],
)
_ENTRIES = st.one_of(
    st.fixed_dictionaries({"not_applicable": WORDS}),
    st.fixed_dictionaries({"decided": POINTS, "reason": WORDS}),
    _FIGURES,
    st.tuples(_FIGURES, _PARTS).map(lambda both: {**both[0], "parts": both[1]}),
)
EXAMPLES = st.fixed_dictionaries(
    {"name": WORDS},
    optional={
        "group": CODES,
        "assessed": st.just(False),
        "circumstances": st.dictionaries(CODES, WORDS, max_size=2),
        "entry": st.dictionaries(CODES, _ENTRIES, max_size=3),
        "expect": st.dictionaries(
            CODES, st.one_of(POINTS, st.sampled_from(["not_reported", "not_applicable"])), max_size=3
        ),
        "total": POINTS,
        "grade": CODES,
    },
)
