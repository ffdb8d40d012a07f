"""Computes a round without a worker and prints every unit's total, grade and rank."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from campaigns.models import Round
from core.errors import DomainError
from core.formats import vn_points
from scoring.selectors import results
from scoring.services import runs


class Command(BaseCommand):
    help = "Tính điểm một đợt và in tổng điểm, xếp loại, thứ hạng của từng đơn vị."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("campaign", help="mã phong trào")
        parser.add_argument("year", type=int, help="năm")

    def handle(self, *args: Any, **options: Any) -> None:
        round_ = Round.objects.filter(campaign__code=options["campaign"], year=options["year"]).first()
        if round_ is None:
            raise CommandError(f"Không có đợt năm {options['year']} của phong trào “{options['campaign']}”.")
        try:
            run = runs.compute(round=round_, by=None, at=timezone.now()).run
        except DomainError as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{round_} – bộ tiêu chí {run.criteria_set}")
        scores = list(results.ranking(run))
        width = max((len(score.unit.short_name) for score in scores), default=0)
        for score in scores:
            total = "–" if score.total is None else vn_points(score.total)
            rank = "–" if score.rank is None else str(score.rank)
            self.stdout.write(f"{rank:>4}  {score.unit.short_name:<{width}}  {total:>7}  {score.grade or '–'}")
        self.stdout.write(f"Mã băm số liệu {run.inputs_hash[:16]}, mã băm kết quả {run.result_hash[:16]}.")
