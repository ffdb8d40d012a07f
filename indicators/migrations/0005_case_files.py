import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.fields
import indicators.models.cases


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("accounts", "0001_initial"),
        ("indicators", "0004_figure_periods"),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseApplicant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", core.fields.NormalisedCharField(blank=True, max_length=150, verbose_name="người nộp")),
                ("address", core.fields.NormalisedCharField(blank=True, max_length=300, verbose_name="địa chỉ")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="số điện thoại")),
            ],
            options={
                "verbose_name": "người nộp hồ sơ",
                "verbose_name_plural": "người nộp hồ sơ",
            },
        ),
        migrations.CreateModel(
            name="CaseFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", core.fields.NormalisedCharField(max_length=60, verbose_name="mã hồ sơ")),
                ("is_current", models.BooleanField(default=True, verbose_name="bản mới nhất")),
                ("received_at", models.DateTimeField(verbose_name="tiếp nhận lúc")),
                ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="hẹn trả lúc")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="trả kết quả lúc")),
                (
                    "paused_days",
                    models.PositiveSmallIntegerField(default=0, verbose_name="số ngày làm việc chờ bổ sung"),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("result", "Có kết quả"), ("refused", "Từ chối"), ("withdrawn", "Công dân rút")],
                        max_length=9,
                        verbose_name="kết thúc",
                    ),
                ),
                (
                    "timing",
                    models.CharField(
                        blank=True,
                        choices=[("early", "Trước hạn"), ("on_time", "Đúng hạn"), ("late", "Quá hạn")],
                        max_length=7,
                        verbose_name="so với hạn",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("direct", "Trực tiếp"), ("online", "Trực tuyến"), ("postal", "Bưu chính công ích")],
                        default="direct",
                        max_length=6,
                        verbose_name="hình thức nộp",
                    ),
                ),
                ("fee", models.PositiveBigIntegerField(blank=True, null=True, verbose_name="phí, lệ phí (đồng)")),
                ("paid_online", models.BooleanField(blank=True, null=True, verbose_name="thanh toán trực tuyến")),
                (
                    "inputs_digitised",
                    models.BooleanField(blank=True, null=True, verbose_name="đã số hóa thành phần hồ sơ"),
                ),
                ("result_digitised", models.BooleanField(blank=True, null=True, verbose_name="đã số hóa kết quả")),
                ("data_reused", models.BooleanField(blank=True, null=True, verbose_name="tái sử dụng dữ liệu")),
            ],
            options={
                "verbose_name": "hồ sơ TTHC",
                "verbose_name_plural": "hồ sơ TTHC",
                "ordering": ["-received_at", "code"],
            },
        ),
        migrations.CreateModel(
            name="CaseGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("field", core.fields.NormalisedCharField(blank=True, max_length=120, verbose_name="lĩnh vực")),
            ],
            options={
                "verbose_name": "nhóm hồ sơ",
                "verbose_name_plural": "các nhóm hồ sơ",
            },
        ),
        migrations.CreateModel(
            name="CaseImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "file",
                    models.FileField(max_length=200, upload_to=indicators.models.cases.import_path, verbose_name="tệp"),
                ),
                ("file_name", core.fields.NormalisedCharField(max_length=150, verbose_name="tên tệp")),
                ("sha256", models.CharField(max_length=64, verbose_name="mã băm")),
                ("size", models.PositiveBigIntegerField(verbose_name="kích thước (byte)")),
                ("sheet", core.fields.NormalisedCharField(blank=True, max_length=60, verbose_name="trang tính")),
                ("columns", models.JSONField(blank=True, default=dict, verbose_name="cột đã ghép")),
                ("year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="năm")),
                ("month", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="tháng")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("uploaded", "Chờ ghép cột"),
                            ("checked", "Chờ nhập"),
                            ("imported", "Đã nhập"),
                            ("undone", "Đã hoàn tác"),
                            ("discarded", "Đã bỏ"),
                        ],
                        default="uploaded",
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                ("uploaded_at", models.DateTimeField(verbose_name="tải lên lúc")),
                ("imported_at", models.DateTimeField(blank=True, null=True, verbose_name="nhập lúc")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="hoàn tác lúc")),
                ("rows_read", models.PositiveIntegerField(default=0, verbose_name="số dòng đọc được")),
                ("rows_added", models.PositiveIntegerField(default=0, verbose_name="hồ sơ mới")),
                ("rows_changed", models.PositiveIntegerField(default=0, verbose_name="hồ sơ cập nhật")),
                ("rows_same", models.PositiveIntegerField(default=0, verbose_name="hồ sơ không đổi")),
                ("rows_refused", models.PositiveIntegerField(default=0, verbose_name="dòng lỗi")),
                (
                    "rows_left_out",
                    models.PositiveIntegerField(default=0, verbose_name="dòng tiêu đề, dòng cộng bỏ qua"),
                ),
                (
                    "faults",
                    models.FileField(
                        blank=True,
                        max_length=200,
                        upload_to=indicators.models.cases.faults_path,
                        verbose_name="tệp dòng lỗi",
                    ),
                ),
            ],
            options={
                "verbose_name": "lần nhập hồ sơ TTHC",
                "verbose_name_plural": "các lần nhập hồ sơ TTHC",
                "ordering": ["-uploaded_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="CaseSource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", core.fields.NormalisedCharField(max_length=120, verbose_name="tên nguồn")),
                (
                    "layout",
                    models.CharField(
                        choices=[
                            ("cases", "Danh sách hồ sơ"),
                            ("summary", "Tổng hợp theo lĩnh vực"),
                            ("digital", "Số hóa hồ sơ"),
                            ("portal", "Thống kê của cổng dịch vụ công"),
                        ],
                        default="cases",
                        max_length=12,
                        verbose_name="loại bảng",
                    ),
                ),
                ("columns", models.JSONField(blank=True, default=dict, verbose_name="cột đã ghép")),
            ],
            options={
                "verbose_name": "nguồn hồ sơ TTHC",
                "verbose_name_plural": "các nguồn hồ sơ TTHC",
                "ordering": ["centre", "name"],
            },
        ),
        migrations.AddField(
            model_name="casefile",
            name="centre",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.unit",
                verbose_name="trung tâm",
            ),
        ),
        migrations.AddField(
            model_name="caseapplicant",
            name="case",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="applicant",
                to="indicators.casefile",
                verbose_name="hồ sơ",
            ),
        ),
        migrations.AddField(
            model_name="casegroup",
            name="procedure",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="case_groups",
                to="indicators.procedure",
                verbose_name="thủ tục",
            ),
        ),
        migrations.AddField(
            model_name="casegroup",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="case_groups",
                to="accounts.unit",
                verbose_name="đơn vị giải quyết",
            ),
        ),
        migrations.AddField(
            model_name="casefile",
            name="group",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="cases",
                to="indicators.casegroup",
                verbose_name="nhóm",
            ),
        ),
        migrations.AddField(
            model_name="caseimport",
            name="centre",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="case_imports",
                to="accounts.unit",
                verbose_name="trung tâm",
            ),
        ),
        migrations.AddField(
            model_name="caseimport",
            name="imported_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người nhập",
            ),
        ),
        migrations.AddField(
            model_name="caseimport",
            name="undone_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người hoàn tác",
            ),
        ),
        migrations.AddField(
            model_name="caseimport",
            name="uploaded_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người tải",
            ),
        ),
        migrations.AddField(
            model_name="casegroup",
            name="case_import",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="groups",
                to="indicators.caseimport",
                verbose_name="lần nhập",
            ),
        ),
        migrations.AddField(
            model_name="casesource",
            name="centre",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="case_sources",
                to="accounts.unit",
                verbose_name="trung tâm",
            ),
        ),
        migrations.AddField(
            model_name="caseimport",
            name="source",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="imports",
                to="indicators.casesource",
                verbose_name="nguồn",
            ),
        ),
        migrations.AddConstraint(
            model_name="casefile",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_current", True)),
                fields=("centre", "code"),
                name="case_file_current_once_per_centre",
            ),
        ),
        migrations.AddConstraint(
            model_name="casefile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("finished_at__isnull", True), ("finished_at__gte", models.F("received_at")), _connector="OR"
                ),
                name="case_file_finished_after_received",
            ),
        ),
        migrations.AddConstraint(
            model_name="casefile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("finished_at__isnull", True), ("outcome", "")),
                    models.Q(("finished_at__isnull", False), models.Q(("outcome", ""), _negated=True)),
                    _connector="OR",
                ),
                name="case_file_finished_with_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="casefile",
            constraint=models.CheckConstraint(
                condition=models.Q(("timing", ""), ("finished_at__isnull", False), _connector="OR"),
                name="case_file_timed_when_finished",
            ),
        ),
        migrations.AddConstraint(
            model_name="casegroup",
            constraint=models.UniqueConstraint(
                condition=models.Q(("procedure__isnull", False)),
                fields=("case_import", "unit", "procedure"),
                name="case_group_once_by_procedure",
            ),
        ),
        migrations.AddConstraint(
            model_name="casegroup",
            constraint=models.UniqueConstraint(
                condition=models.Q(("procedure__isnull", True)),
                fields=("case_import", "unit", "field"),
                name="case_group_once_by_field",
            ),
        ),
        migrations.AddConstraint(
            model_name="casesource",
            constraint=models.UniqueConstraint(fields=("centre", "name"), name="case_source_name_once"),
        ),
        migrations.AddConstraint(
            model_name="caseimport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("month__isnull", True),
                    models.Q(("month__range", (1, 12)), ("year__isnull", False)),
                    _connector="OR",
                ),
                name="case_import_month_exists",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseimport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("imported_at__isnull", True), ("state__in", ("uploaded", "checked", "discarded"))),
                    models.Q(
                        models.Q(("state__in", ("uploaded", "checked", "discarded")), _negated=True),
                        ("imported_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="case_import_state_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseimport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "undone"), ("undone_at__isnull", False)),
                    models.Q(models.Q(("state", "undone"), _negated=True), ("undone_at__isnull", True)),
                    _connector="OR",
                ),
                name="case_import_undone_has_time",
            ),
        ),
    ]
