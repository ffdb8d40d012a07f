import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("indicators", "0009_survey_publication"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="casefile",
            name="case_file_current_once_per_centre",
        ),
        migrations.AddField(
            model_name="casefile",
            name="due_month",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="tháng hẹn trả"),
        ),
        migrations.AddField(
            model_name="casefile",
            name="finished_month",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="tháng trả kết quả"),
        ),
        migrations.AddField(
            model_name="casefile",
            name="received_month",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="tháng tiếp nhận"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="casefile",
            name="replaces",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="indicators.casefile",
                verbose_name="bản trước",
            ),
        ),
        migrations.AddField(
            model_name="caseimport",
            name="default_unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.unit",
                verbose_name="đơn vị giải quyết",
            ),
        ),
        migrations.AddField(
            model_name="caseimport",
            name="replaced",
            field=models.JSONField(blank=True, default=list, verbose_name="số liệu đã thay"),
        ),
        migrations.AddField(
            model_name="caseimport",
            name="rests_on",
            field=models.ManyToManyField(
                blank=True, related_name="resting", to="indicators.caseimport", verbose_name="dựa trên các lần nhập"
            ),
        ),
        migrations.AlterField(
            model_name="casefile",
            name="centre",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.unit",
                verbose_name="trung tâm",
            ),
        ),
        migrations.AlterField(
            model_name="casefile",
            name="group",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="cases",
                to="indicators.casegroup",
                verbose_name="nhóm",
            ),
        ),
        migrations.AddIndex(
            model_name="casefile",
            index=django.contrib.postgres.indexes.BrinIndex(
                fields=["group", "received_month"], name="case_file_by_group"
            ),
        ),
        migrations.AddConstraint(
            model_name="casefile",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_current", True)),
                fields=("centre", "code"),
                name="case_file_current_once_per_centre",
                opclasses=["int8_ops", "varchar_pattern_ops"],
            ),
        ),
        migrations.AddConstraint(
            model_name="casefile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("due_at__isnull", True), ("due_month__isnull", True)),
                    models.Q(("due_at__isnull", False), ("due_month__isnull", False)),
                    _connector="OR",
                ),
                name="case_file_due_has_month",
            ),
        ),
        migrations.AddConstraint(
            model_name="casefile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("finished_at__isnull", True), ("finished_month__isnull", True)),
                    models.Q(("finished_at__isnull", False), ("finished_month__isnull", False)),
                    _connector="OR",
                ),
                name="case_file_finish_has_month",
            ),
        ),
    ]
