"""Tables of list pages in reports."""

import django_tables2 as tables

from awards.models import Honour


class CertificateTable(tables.Table):
    """Certificates of a year; the name leads to the preview."""

    subject_name = tables.Column(
        verbose_name="Cá nhân, tập thể",
        linkify=("reports:document-preview", {"kind": "giay-khen", "key": tables.A("pk")}),
    )
    award = tables.Column(verbose_name="Danh hiệu, hình thức", accessor="award__name")
    unit_name = tables.Column(verbose_name="Đơn vị")
    decision_number = tables.Column(verbose_name="Quyết định")
    decided_on = tables.DateColumn(verbose_name="Ngày", format="j/n/Y")
    register_number = tables.Column(verbose_name="Số sổ vàng", order_by=("register_year", "number"))

    class Meta:
        model = Honour
        fields = ("subject_name", "award", "unit_name", "decision_number", "decided_on", "register_number")
