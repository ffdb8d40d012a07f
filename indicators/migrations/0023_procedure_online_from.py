"""The day from which a procedure is offered online, so that months before are not held against it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("indicators", "0022_case_moves")]

    operations = [
        migrations.AddField(
            model_name=name,
            name="online_from",
            field=models.DateField(blank=True, null=True, verbose_name="cung cấp trực tuyến từ ngày"),
        )
        for name in ("procedure", "procedurepast")
    ]
