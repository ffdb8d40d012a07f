"""The register of outgoing documents: one series of numbers for each issuer, year and kind of document."""

from django.db import models

from accounts.models import Unit
from core.fields import NormalisedCharField


class RegisterEntry(models.Model):
    """A number given to a document (Nghị định 30/2020, Điều 15: number and symbol are unique in the year)."""

    unit = models.ForeignKey(Unit, verbose_name="cơ quan ban hành", on_delete=models.PROTECT, related_name="register")
    year = models.PositiveSmallIntegerField("năm")
    symbol = NormalisedCharField("ký hiệu", max_length=40)
    number = models.PositiveIntegerField("số")
    issued_on = models.DateField("ngày")
    title = NormalisedCharField("trích yếu", max_length=500)
    signer_name = NormalisedCharField("người ký", max_length=100)
    document_type = models.CharField("loại bản ghi", max_length=80)
    document_id = models.CharField("mã bản ghi", max_length=64)

    class Meta:
        verbose_name = "số văn bản đi"
        verbose_name_plural = "sổ văn bản đi"
        ordering = ["-year", "symbol", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "symbol", "number"], name="register_number_once_a_year"),
            models.UniqueConstraint(fields=["document_type", "document_id"], name="register_document_once"),
        ]

    @property
    def number_and_symbol(self) -> str:
        """«05/KH-TTYT»: numbers below 10 take a leading zero."""
        return f"{self.number:02d}/{self.symbol}"

    def __str__(self) -> str:
        return f"{self.number_and_symbol} ngày {self.issued_on:%d/%m/%Y}"
