"""What a file takes away from cases that are known: ends, and what it has no column for."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import polars as pl

from indicators.enums import CaseChannel, CaseOutcome
from indicators.services.case_preparation import FLAGS

IS_PENDING, WAS_PENDING = pl.col("finished_at").is_null(), pl.col("finished_at_known").is_null()


def _told_no_more(name: str) -> pl.Expr:
    return pl.col(name).is_null() & pl.col(f"{name}_known").is_not_null()


def _told_otherwise(name: str, usual: Iterable[object]) -> pl.Expr:
    """Other than it was known; ``usual``: what stands for nothing told."""
    known = pl.col(f"{name}_known")
    return known.is_not_null() & ~known.is_in(list(usual)) & known.ne_missing(pl.col(name))


_LOST: Mapping[tuple[str, ...], pl.Expr] = {
    ("procedure",): _told_no_more("procedure_id"),
    ("due",): _told_no_more("due_at"),
    ("paused_days",): _told_otherwise("paused_days", [0]),
    ("outcome",): ~IS_PENDING & _told_otherwise("outcome", ["", CaseOutcome.RESULT.value]),
    ("channel",): _told_otherwise("channel", [CaseChannel.DIRECT.value]),
    ("fee", "charge"): _told_no_more("fee"),
    **{(name,): _told_no_more(name) for name in FLAGS},
}
"""By columns of which the file has none: whether a case loses what it had of them."""


@dataclass
class Losses:
    """``reopened``: cases that were over and are told as pending, the first one as ``example``; ``ended``: the
    contrary. ``lost``: our column -> cases that lose what they had, where the file has no such column.
    """

    reopened: int = 0
    ended: int = 0
    example: str = ""
    lost: Counter[str] = field(default_factory=Counter)

    def take(self, renewed: pl.DataFrame, mapped: Mapping[str, str]) -> None:
        """Count rows beside the versions that they take the place of (``…_known``); ``mapped``: our columns that the
        file has.
        """
        again = renewed.filter(IS_PENDING & ~WAS_PENDING)
        self.reopened += again.height
        self.ended += renewed.filter(~IS_PENDING & WAS_PENDING).height
        if again.height and not self.example:
            self.example = str(again["code"][0])
        for names, loses in _LOST.items():
            if not any(mapped.get(name) for name in names) and (number := renewed.select(loses.sum()).item()):
                self.lost[names[0]] += number
