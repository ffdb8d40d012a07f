import django.db.models.deletion
from django.db import migrations, models

import core.fields


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("indicators", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="indicator",
            name="centre",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="own_indicators",
                to="accounts.unit",
                verbose_name="của riêng",
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="is_active",
            field=models.BooleanField(default=True, verbose_name="đang dùng"),
        ),
        migrations.AddField(
            model_name="indicator",
            name="owner",
            field=core.fields.NormalisedCharField(blank=True, max_length=120, verbose_name="bộ phận chịu trách nhiệm"),
        ),
        migrations.AddField(
            model_name="indicator",
            name="roll_up",
            field=models.CharField(
                choices=[("latest", "Lấy số mới nhất"), ("sum", "Cộng dồn")],
                default="latest",
                max_length=6,
                verbose_name="gộp các tháng",
            ),
        ),
        migrations.AddField(
            model_name="procedure",
            name="decision",
            field=core.fields.NormalisedCharField(blank=True, max_length=200, verbose_name="quyết định công bố"),
        ),
        migrations.AddField(
            model_name="procedure",
            name="is_on_national_portal",
            field=models.BooleanField(default=False, verbose_name="đã tích hợp Cổng Dịch vụ công quốc gia"),
        ),
        migrations.AddField(
            model_name="procedure",
            name="is_online",
            field=models.BooleanField(default=False, verbose_name="cung cấp trực tuyến"),
        ),
        migrations.AddField(
            model_name="procedure",
            name="promised_on",
            field=models.DateField(blank=True, null=True, verbose_name="cam kết từ ngày"),
        ),
    ]
