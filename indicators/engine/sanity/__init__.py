"""Doubts about figures: what cannot be right, what is unlikely, what is missing. Pure.

A doubt is not a refusal: the unit mends the figure or answers with a reason, and whoever verifies sees both. Each doubt
carries the numbers that it is about; their fingerprint decides whether an answer still holds.
"""

from indicators.engine.sanity.counts import (
    base_doubt,
    case_doubts,
    moved_doubt,
    origin_doubt,
    typed_doubts,
    whole_doubts,
)
from indicators.engine.sanity.doubt import CHECK_WORDS, GRAVITY_WORDS, CaseMonth, Check, Doubt, Gravity, Value
from indicators.engine.sanity.rates import early_doubt, jump_doubts, overlap_doubt, rate_doubts
from indicators.engine.sanity.silence import both_ways_doubts, few_answer_doubts, missing_doubts
from indicators.engine.sanity.spans import Joining, Stated, span_doubts

__all__ = [
    "CHECK_WORDS",
    "CaseMonth",
    "Check",
    "Doubt",
    "GRAVITY_WORDS",
    "Gravity",
    "Joining",
    "Stated",
    "Value",
    "base_doubt",
    "both_ways_doubts",
    "case_doubts",
    "early_doubt",
    "few_answer_doubts",
    "jump_doubts",
    "missing_doubts",
    "moved_doubt",
    "origin_doubt",
    "overlap_doubt",
    "rate_doubts",
    "span_doubts",
    "typed_doubts",
    "whole_doubts",
]
