"""Documents of typed figures."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.fields
import indicators.models.figure_files


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0015_typed_full_satisfaction"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FigureFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", core.fields.NormalisedCharField(max_length=150, verbose_name="tên tệp")),
                ("content_type", models.CharField(max_length=100, verbose_name="loại tệp")),
                ("size", models.PositiveBigIntegerField(verbose_name="dung lượng")),
                ("sha256", models.CharField(db_index=True, max_length=64, verbose_name="mã băm")),
                ("pages", models.PositiveIntegerField(blank=True, null=True, verbose_name="số trang")),
                ("uploaded_at", models.DateTimeField(verbose_name="tải lên lúc")),
                (
                    "file",
                    models.FileField(
                        max_length=200,
                        upload_to=indicators.models.figure_files.figure_file_path,
                        verbose_name="tệp",
                    ),
                ),
                (
                    "measurement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="indicators.measurement",
                        verbose_name="số liệu",
                    ),
                ),
                (
                    "procedure_count",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="files",
                        to="indicators.procedurecount",
                        verbose_name="thống kê hồ sơ TTHC",
                    ),
                ),
                (
                    "survey_count",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="indicators.surveycount",
                        verbose_name="số liệu hài lòng",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người tải lên",
                    ),
                ),
            ],
            options={
                "verbose_name": "tài liệu của số liệu",
                "verbose_name_plural": "tài liệu của số liệu",
                "ordering": ["uploaded_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("measurement__isnull", False),
                                ("procedure_count__isnull", True),
                                ("survey_count__isnull", True),
                            ),
                            models.Q(
                                ("measurement__isnull", True),
                                ("procedure_count__isnull", False),
                                ("survey_count__isnull", True),
                            ),
                            models.Q(
                                ("measurement__isnull", True),
                                ("procedure_count__isnull", True),
                                ("survey_count__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="figure_file_of_one_figure",
                    ),
                    models.UniqueConstraint(fields=("measurement", "sha256"), name="figure_file_once_per_measurement"),
                    models.UniqueConstraint(fields=("procedure_count", "sha256"), name="figure_file_once_per_count"),
                    models.UniqueConstraint(
                        fields=("survey_count", "sha256"), name="figure_file_once_per_survey_count"
                    ),
                ],
            },
        ),
    ]
