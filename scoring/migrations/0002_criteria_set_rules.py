import django.db.models.deletion
from django.db import migrations, models

import core.fields


class Migration(migrations.Migration):
    dependencies = [
        ("scoring", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="criteriaset",
            name="copied_from",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="copies",
                to="scoring.criteriaset",
                verbose_name="sao chép từ",
            ),
        ),
        migrations.AddField(
            model_name="criteriaset",
            name="examples",
            field=models.JSONField(blank=True, default=list, verbose_name="ví dụ tính sẵn"),
        ),
        migrations.AddField(
            model_name="criteriaset",
            name="limits",
            field=models.JSONField(blank=True, default=list, verbose_name="điều kiện hạ mức xếp loại"),
        ),
        migrations.AddField(
            model_name="criteriaset",
            name="quota",
            field=models.JSONField(blank=True, default=dict, verbose_name="tỷ lệ tối đa của mức cao nhất"),
        ),
        migrations.AddField(
            model_name="criteriaset",
            name="revision",
            field=models.PositiveIntegerField(default=0, verbose_name="lần sửa"),
        ),
        migrations.AddField(
            model_name="criteriaset",
            name="tie_break",
            field=models.JSONField(blank=True, default=list, verbose_name="thứ tự phân định khi bằng điểm"),
        ),
        migrations.AddField(
            model_name="criterion",
            name="not_for",
            field=models.JSONField(blank=True, default=list, verbose_name="các khối không áp dụng"),
        ),
        migrations.AddField(
            model_name="criterion",
            name="rescaling",
            field=models.CharField(
                choices=[
                    ("proportional", "Quy đổi theo tỷ lệ"),
                    ("even", "Chia đều cho các tiêu chí còn lại"),
                    ("none", "Không quy đổi"),
                ],
                default="proportional",
                max_length=12,
                verbose_name="khi có mục không áp dụng",
            ),
        ),
        migrations.AddField(
            model_name="criterion",
            name="suspended",
            field=core.fields.NormalisedTextField(blank=True, verbose_name="lý do không đánh giá ở phiên bản này"),
        ),
        migrations.AddField(
            model_name="criterion",
            name="when_exempt",
            field=models.CharField(
                choices=[("leave_out", "Không tính tiêu chí"), ("full", "Được điểm tối đa")],
                default="leave_out",
                max_length=9,
                verbose_name="khi đơn vị được miễn",
            ),
        ),
    ]
