import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

import core.fields


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("indicators", "0005_case_files"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="procedurecount",
            name="procedure_count_once_per_month",
        ),
        migrations.RemoveConstraint(
            model_name="procedurecount",
            name="procedure_count_adds_up",
        ),
        migrations.AddField(
            model_name="procedurecount",
            name="closed_without_result",
            field=models.PositiveIntegerField(default=0, verbose_name="từ chối, công dân rút"),
        ),
        migrations.AddField(
            model_name="procedurecount",
            name="field",
            field=core.fields.NormalisedCharField(blank=True, max_length=120, verbose_name="lĩnh vực"),
        ),
        migrations.AddField(
            model_name="procedurecount",
            name="inputs_digitised",
            field=models.PositiveIntegerField(default=0, verbose_name="đã số hóa thành phần hồ sơ"),
        ),
        migrations.AddField(
            model_name="procedurecount",
            name="inputs_on_paper",
            field=models.PositiveIntegerField(default=0, verbose_name="chưa số hóa thành phần hồ sơ"),
        ),
        migrations.AddField(
            model_name="procedurecount",
            name="origin",
            field=models.CharField(
                choices=[
                    ("cases", "Danh sách hồ sơ"),
                    ("typed", "Nhập tay"),
                    ("summary", "Bảng tổng hợp theo lĩnh vực"),
                    ("digital", "Bảng số hóa hồ sơ"),
                    ("portal", "Thống kê của cổng dịch vụ công"),
                ],
                default="typed",
                max_length=8,
                verbose_name="từ",
            ),
        ),
        migrations.AddField(
            model_name="procedurecount",
            name="results_digitised",
            field=models.PositiveIntegerField(default=0, verbose_name="đã số hóa kết quả"),
        ),
        migrations.AddField(
            model_name="procedurecount",
            name="results_on_paper",
            field=models.PositiveIntegerField(default=0, verbose_name="chưa số hóa kết quả"),
        ),
        migrations.AlterField(
            model_name="procedurecount",
            name="procedure",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="counts",
                to="indicators.procedure",
                verbose_name="thủ tục",
            ),
        ),
        migrations.AddField(
            model_name="procedurecount",
            name="case_import",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="counts",
                to="indicators.caseimport",
                verbose_name="lần nhập",
            ),
        ),
        migrations.AddConstraint(
            model_name="procedurecount",
            constraint=models.UniqueConstraint(
                condition=models.Q(("procedure__isnull", False)),
                fields=("unit", "procedure", "year", "month", "origin"),
                name="procedure_count_once_per_month",
            ),
        ),
        migrations.AddConstraint(
            model_name="procedurecount",
            constraint=models.UniqueConstraint(
                condition=models.Q(("procedure__isnull", True)),
                fields=("unit", "field", "year", "month", "origin"),
                name="field_count_once_per_month",
            ),
        ),
        migrations.AddConstraint(
            model_name="procedurecount",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "carried_over",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                django.db.models.expressions.CombinedExpression(
                                                    models.F("finished_early"), "+", models.F("finished_on_time")
                                                ),
                                                "+",
                                                models.F("finished_late"),
                                            ),
                                            "+",
                                            models.F("closed_without_result"),
                                        ),
                                        "+",
                                        models.F("pending_in_time"),
                                    ),
                                    "+",
                                    models.F("pending_late"),
                                ),
                                "-",
                                models.F("received_direct"),
                            ),
                            "-",
                            models.F("received_online"),
                        ),
                    )
                ),
                name="procedure_count_adds_up",
            ),
        ),
    ]
