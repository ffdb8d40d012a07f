import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.fields


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("campaigns", "0001_initial"),
        ("scoring", "0004_circumstances_and_tie_votes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Scenario",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", core.fields.NormalisedCharField(max_length=150, verbose_name="tên phương án")),
                ("note", core.fields.NormalisedTextField(blank=True, verbose_name="ghi chú")),
                ("changes", models.JSONField(blank=True, default=list, verbose_name="các thay đổi")),
                ("result", models.JSONField(blank=True, default=dict, verbose_name="kết quả thử")),
                ("computed_at", models.DateTimeField(blank=True, null=True, verbose_name="tính thử lúc")),
                ("created_at", models.DateTimeField(verbose_name="tạo lúc")),
                ("shared_at", models.DateTimeField(blank=True, null=True, verbose_name="trình Giám đốc lúc")),
            ],
            options={
                "verbose_name": "phương án thử",
                "verbose_name_plural": "các phương án thử",
                "ordering": ["round", "-created_at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="scenario",
            name="created_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người tạo",
            ),
        ),
        migrations.AddField(
            model_name="scenario",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="scenarios",
                to="campaigns.round",
                verbose_name="đợt",
            ),
        ),
        migrations.AddField(
            model_name="scenario",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="scenarios",
                to="scoring.scorerun",
                verbose_name="so với lần tính",
            ),
        ),
        migrations.AddField(
            model_name="scenario",
            name="shared_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người trình",
            ),
        ),
        migrations.AddConstraint(
            model_name="scenario",
            constraint=models.UniqueConstraint(fields=("round", "name"), name="scenario_name_once"),
        ),
        migrations.AddConstraint(
            model_name="scenario",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="scenario_has_name"
            ),
        ),
    ]
