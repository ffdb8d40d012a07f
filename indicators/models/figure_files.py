"""The documents behind figures that somebody typed."""

from django.db import models
from django.db.models import Q

from accounts.models import Unit
from core.models import StoredFile
from indicators.models.figures import Measurement
from indicators.models.procedures import ProcedureCount
from indicators.models.surveys import SurveyCount

TypedFigure = Measurement | ProcedureCount | SurveyCount


def figure_file_path(document: "FigureFile", name: str) -> str:
    """Files lie under their content hash, so that their names tell nothing."""
    return f"figures/{document.unit.pk}/{document.sha256[:2]}/{document.sha256}"


class FigureFile(StoredFile):
    """A document of one typed figure: a declared one, or the counts of a month. The same content is kept once for each.

    A figure that has a document is not deleted. The database alone sees to that for counts of case files, since Django
    would otherwise look for documents of each of the many counts that come and go with imports.
    """

    measurement = models.ForeignKey(
        Measurement, verbose_name="số liệu", null=True, blank=True, on_delete=models.PROTECT, related_name="files"
    )
    procedure_count = models.ForeignKey(
        ProcedureCount,
        verbose_name="thống kê hồ sơ TTHC",
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        related_name="files",
    )
    survey_count = models.ForeignKey(
        SurveyCount,
        verbose_name="số liệu hài lòng",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="files",
    )
    file = models.FileField("tệp", upload_to=figure_file_path, max_length=200)

    class Meta:
        verbose_name = "tài liệu của số liệu"
        verbose_name_plural = "tài liệu của số liệu"
        ordering = ["uploaded_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(measurement__isnull=False, procedure_count__isnull=True, survey_count__isnull=True)
                | Q(measurement__isnull=True, procedure_count__isnull=False, survey_count__isnull=True)
                | Q(measurement__isnull=True, procedure_count__isnull=True, survey_count__isnull=False),
                name="figure_file_of_one_figure",
            ),
            models.UniqueConstraint(fields=["measurement", "sha256"], name="figure_file_once_per_measurement"),
            models.UniqueConstraint(fields=["procedure_count", "sha256"], name="figure_file_once_per_count"),
            models.UniqueConstraint(fields=["survey_count", "sha256"], name="figure_file_once_per_survey_count"),
        ]

    @property
    def figure(self) -> TypedFigure:
        """What it is a document of."""
        found = self.measurement or self.procedure_count or self.survey_count
        if found is None:
            raise ValueError("a document of no figure")
        return found

    @property
    def unit(self) -> Unit:
        return self.figure.unit
