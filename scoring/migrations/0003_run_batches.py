import django.db.models.deletion
from django.db import migrations, models

import core.fields


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("campaigns", "0001_initial"),
        ("scoring", "0002_criteria_set_rules"),
    ]

    operations = [
        migrations.CreateModel(
            name="ScoreBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="thứ tự")),
                ("unit_ids", models.JSONField(verbose_name="các đơn vị")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Chờ tính"), ("done", "Đã tính")],
                        default="waiting",
                        max_length=8,
                        verbose_name="trạng thái",
                    ),
                ),
            ],
            options={
                "verbose_name": "phần của lần tính",
                "verbose_name_plural": "các phần của lần tính",
                "ordering": ["run", "number"],
            },
        ),
        migrations.AddField(
            model_name="scorerun",
            name="averages",
            field=models.JSONField(blank=True, default=dict, verbose_name="mức trung bình để so sánh"),
        ),
        migrations.AddField(
            model_name="unitscore",
            name="grade_reason",
            field=core.fields.NormalisedTextField(blank=True, verbose_name="vì sao xếp loại khác mức theo điểm"),
        ),
        migrations.AddField(
            model_name="unitscore",
            name="inputs_hash",
            field=models.CharField(blank=True, max_length=64, verbose_name="mã băm đầu vào"),
        ),
        migrations.AddField(
            model_name="unitscore",
            name="reached_code",
            field=models.CharField(blank=True, max_length=20, verbose_name="mã mức theo điểm"),
        ),
        migrations.AddField(
            model_name="unitscore",
            name="result_hash",
            field=models.CharField(blank=True, max_length=64, verbose_name="mã băm kết quả"),
        ),
        migrations.AlterField(
            model_name="scorerun",
            name="inputs_hash",
            field=models.CharField(blank=True, max_length=64, verbose_name="mã băm đầu vào"),
        ),
        migrations.AlterField(
            model_name="scorerun",
            name="provisional_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="tính xong lúc"),
        ),
        migrations.AlterField(
            model_name="scorerun",
            name="result_hash",
            field=models.CharField(blank=True, max_length=64, verbose_name="mã băm kết quả"),
        ),
        migrations.AlterField(
            model_name="scorerun",
            name="state",
            field=models.CharField(
                choices=[
                    ("computing", "Đang tính"),
                    ("provisional", "Kết quả tạm"),
                    ("final", "Đã chốt"),
                    ("published", "Đã công bố"),
                    ("superseded", "Đã thay bằng lần tính sau"),
                ],
                default="provisional",
                max_length=12,
                verbose_name="trạng thái",
            ),
        ),
        migrations.AddConstraint(
            model_name="scorerun",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "computing")), fields=("round",), name="score_run_one_computing"
            ),
        ),
        migrations.AddConstraint(
            model_name="scorerun",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("provisional_at__isnull", True), ("state", "computing")),
                    models.Q(models.Q(("state", "computing"), _negated=True), ("provisional_at__isnull", False)),
                    _connector="OR",
                ),
                name="score_run_complete_has_time",
            ),
        ),
        migrations.AddField(
            model_name="scorebatch",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="batches",
                to="scoring.scorerun",
                verbose_name="lần tính",
            ),
        ),
        migrations.AddConstraint(
            model_name="scorebatch",
            constraint=models.UniqueConstraint(fields=("run", "number"), name="score_batch_once"),
        ),
    ]
