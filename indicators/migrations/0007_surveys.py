import uuid

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.fields


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("accounts", "0001_initial"),
        ("indicators", "0006_count_origins"),
    ]

    operations = [
        migrations.CreateModel(
            name="AnswerCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, verbose_name="mã băm")),
                ("made_at", models.DateTimeField(verbose_name="lập lúc")),
            ],
            options={
                "verbose_name": "mã trả lời",
                "verbose_name_plural": "mã trả lời",
            },
        ),
        migrations.CreateModel(
            name="PaperForm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="số phiếu")),
                ("answered_on", models.DateField(verbose_name="ngày trả lời")),
                ("first_answers", models.JSONField(default=dict, verbose_name="lần nhập thứ nhất")),
                ("first_at", models.DateTimeField(verbose_name="nhập lần một lúc")),
                ("second_answers", models.JSONField(blank=True, null=True, verbose_name="lần nhập thứ hai")),
                ("second_at", models.DateTimeField(blank=True, null=True, verbose_name="nhập lần hai lúc")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("entered", "Chờ nhập lần hai"),
                            ("differs", "Hai lần nhập khác nhau"),
                            ("agreed", "Đã khớp"),
                        ],
                        default="entered",
                        max_length=7,
                        verbose_name="trạng thái",
                    ),
                ),
            ],
            options={
                "verbose_name": "phiếu giấy",
                "verbose_name_plural": "phiếu giấy",
                "ordering": ["point", "number"],
            },
        ),
        migrations.CreateModel(
            name="Questionnaire",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40, verbose_name="mã")),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="phiên bản")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("sipas", "Hài lòng về thủ tục hành chính"),
                            ("inpatient", "Người bệnh nội trú"),
                            ("outpatient", "Người bệnh ngoại trú"),
                            ("staff", "Nhân viên y tế"),
                        ],
                        max_length=12,
                        verbose_name="loại khảo sát",
                    ),
                ),
                ("title", core.fields.NormalisedCharField(max_length=200, verbose_name="tên phiếu")),
                ("basis", core.fields.NormalisedCharField(blank=True, max_length=200, verbose_name="căn cứ")),
                ("content", models.JSONField(default=dict, verbose_name="nội dung")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Đang soạn"), ("frozen", "Đã dùng")],
                        default="draft",
                        max_length=6,
                        verbose_name="trạng thái",
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="lập lúc")),
            ],
            options={
                "verbose_name": "phiếu khảo sát",
                "verbose_name_plural": "các phiếu khảo sát",
                "ordering": ["title", "-version"],
            },
        ),
        migrations.CreateModel(
            name="ServicePoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", core.fields.NormalisedCharField(max_length=120, verbose_name="điểm phục vụ")),
                ("token", models.CharField(max_length=16, unique=True, verbose_name="mã đường dẫn")),
                ("target", models.PositiveIntegerField(default=0, verbose_name="số phiếu cần đạt")),
                ("kiosk_pin", models.CharField(blank=True, max_length=128, verbose_name="mã PIN của máy (băm)")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="thứ tự")),
            ],
            options={
                "verbose_name": "điểm phục vụ",
                "verbose_name_plural": "điểm phục vụ",
                "ordering": ["survey", "position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Survey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", core.fields.NormalisedCharField(max_length=200, verbose_name="tên đợt khảo sát")),
                ("opens_on", models.DateField(verbose_name="từ ngày")),
                ("closes_on", models.DateField(verbose_name="đến hết ngày")),
                ("population", models.PositiveIntegerField(default=0, verbose_name="số lượt giao dịch dự kiến (N)")),
                ("margin", core.fields.FixedPointField(default=5, places=2, verbose_name="sai số cho phép (%)")),
                ("target", models.PositiveIntegerField(default=0, verbose_name="số phiếu cần đạt")),
                (
                    "shown_from",
                    models.PositiveSmallIntegerField(
                        default=10,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="số phiếu ít nhất để công khai",
                    ),
                ),
                ("needs_code", models.BooleanField(default=False, verbose_name="mỗi người một mã")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Đang chuẩn bị"), ("open", "Đang khảo sát"), ("closed", "Đã kết thúc")],
                        default="draft",
                        max_length=6,
                        verbose_name="trạng thái",
                    ),
                ),
                ("opened_at", models.DateTimeField(blank=True, null=True, verbose_name="mở lúc")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="kết thúc lúc")),
            ],
            options={
                "verbose_name": "đợt khảo sát",
                "verbose_name_plural": "các đợt khảo sát",
                "ordering": ["-opens_on", "title"],
            },
        ),
        migrations.CreateModel(
            name="SurveyAnswer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                (
                    "channel",
                    models.CharField(
                        choices=[("link", "Đường dẫn, mã QR"), ("kiosk", "Máy đặt tại chỗ"), ("paper", "Phiếu giấy")],
                        default="link",
                        max_length=5,
                        verbose_name="cách trả lời",
                    ),
                ),
                ("started_at", models.DateTimeField(verbose_name="bắt đầu lúc")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="xong lúc")),
                ("finished_on", models.DateField(blank=True, null=True, verbose_name="ngày")),
                ("answers", models.JSONField(blank=True, default=dict, verbose_name="trả lời")),
                ("valid", models.PositiveSmallIntegerField(default=0, verbose_name="số câu tính")),
                ("satisfied", models.PositiveSmallIntegerField(default=0, verbose_name="số câu hài lòng")),
                ("points", models.PositiveSmallIntegerField(default=0, verbose_name="tổng điểm")),
                ("is_fully_satisfied", models.BooleanField(default=False, verbose_name="hài lòng toàn diện")),
            ],
            options={
                "verbose_name": "phiếu trả lời",
                "verbose_name_plural": "phiếu trả lời",
            },
        ),
        migrations.CreateModel(
            name="SurveyComment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("question", models.CharField(max_length=20, verbose_name="câu hỏi")),
                ("text", core.fields.NormalisedTextField(verbose_name="góp ý")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "Chưa xem"),
                            ("noted", "Đã ghi nhận"),
                            ("answered", "Đã trả lời"),
                            ("hidden", "Không công khai"),
                        ],
                        default="new",
                        max_length=8,
                        verbose_name="trạng thái",
                    ),
                ),
                ("reply", core.fields.NormalisedTextField(blank=True, verbose_name="trả lời")),
                ("handled_at", models.DateTimeField(blank=True, null=True, verbose_name="xử lý lúc")),
            ],
            options={
                "verbose_name": "góp ý",
                "verbose_name_plural": "góp ý",
                "ordering": ["-pk"],
            },
        ),
        migrations.AlterField(
            model_name="surveycount",
            name="kind",
            field=models.CharField(
                choices=[
                    ("sipas", "Hài lòng về thủ tục hành chính"),
                    ("inpatient", "Người bệnh nội trú"),
                    ("outpatient", "Người bệnh ngoại trú"),
                    ("staff", "Nhân viên y tế"),
                ],
                max_length=12,
                verbose_name="loại khảo sát",
            ),
        ),
        migrations.AddField(
            model_name="paperform",
            name="first_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người nhập lần một",
            ),
        ),
        migrations.AddField(
            model_name="paperform",
            name="second_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người nhập lần hai",
            ),
        ),
        migrations.AddField(
            model_name="questionnaire",
            name="centre",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="questionnaires",
                to="accounts.unit",
                verbose_name="của riêng",
            ),
        ),
        migrations.AddField(
            model_name="questionnaire",
            name="made_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người lập",
            ),
        ),
        migrations.AddField(
            model_name="servicepoint",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="service_points",
                to="accounts.unit",
                verbose_name="đơn vị",
            ),
        ),
        migrations.AddField(
            model_name="paperform",
            name="point",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="paper_forms",
                to="indicators.servicepoint",
                verbose_name="điểm phục vụ",
            ),
        ),
        migrations.AddField(
            model_name="answercode",
            name="point",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="codes",
                to="indicators.servicepoint",
                verbose_name="điểm phục vụ",
            ),
        ),
        migrations.AddField(
            model_name="survey",
            name="centre",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="surveys",
                to="accounts.unit",
                verbose_name="trung tâm",
            ),
        ),
        migrations.AddField(
            model_name="survey",
            name="closed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người kết thúc",
            ),
        ),
        migrations.AddField(
            model_name="survey",
            name="opened_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người mở",
            ),
        ),
        migrations.AddField(
            model_name="survey",
            name="questionnaire",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="surveys",
                to="indicators.questionnaire",
                verbose_name="phiếu",
            ),
        ),
        migrations.AddField(
            model_name="servicepoint",
            name="survey",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="points",
                to="indicators.survey",
                verbose_name="đợt khảo sát",
            ),
        ),
        migrations.AddField(
            model_name="answercode",
            name="survey",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="codes",
                to="indicators.survey",
                verbose_name="đợt khảo sát",
            ),
        ),
        migrations.AddField(
            model_name="surveyanswer",
            name="code",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answer",
                to="indicators.answercode",
                verbose_name="mã",
            ),
        ),
        migrations.AddField(
            model_name="surveyanswer",
            name="point",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answers",
                to="indicators.servicepoint",
                verbose_name="điểm phục vụ",
            ),
        ),
        migrations.AddField(
            model_name="paperform",
            name="answer",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="paper_form",
                to="indicators.surveyanswer",
                verbose_name="phiếu",
            ),
        ),
        migrations.AddField(
            model_name="surveycomment",
            name="answer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="comments",
                to="indicators.surveyanswer",
                verbose_name="phiếu",
            ),
        ),
        migrations.AddField(
            model_name="surveycomment",
            name="handled_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người xử lý",
            ),
        ),
        migrations.AddConstraint(
            model_name="questionnaire",
            constraint=models.UniqueConstraint(
                condition=models.Q(("centre__isnull", True)),
                fields=("code", "version"),
                name="questionnaire_once_in_library",
            ),
        ),
        migrations.AddConstraint(
            model_name="questionnaire",
            constraint=models.UniqueConstraint(
                condition=models.Q(("centre__isnull", False)),
                fields=("centre", "code", "version"),
                name="questionnaire_once_per_centre",
            ),
        ),
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_on__gte", models.F("opens_on"))), name="survey_dates_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.CheckConstraint(condition=models.Q(("margin__gt", 0)), name="survey_margin_positive"),
        ),
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("opened_at__isnull", True), ("state", "draft")),
                    models.Q(models.Q(("state", "draft"), _negated=True), ("opened_at__isnull", False)),
                    _connector="OR",
                ),
                name="survey_opened_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", False), ("state", "closed")),
                    models.Q(models.Q(("state", "closed"), _negated=True), ("closed_at__isnull", True)),
                    _connector="OR",
                ),
                name="survey_closed_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="servicepoint",
            constraint=models.UniqueConstraint(fields=("survey", "unit", "name"), name="service_point_once_per_survey"),
        ),
        migrations.AddConstraint(
            model_name="answercode",
            constraint=models.UniqueConstraint(fields=("survey", "digest"), name="answer_code_once_per_survey"),
        ),
        migrations.AddIndex(
            model_name="surveyanswer",
            index=models.Index(fields=["point", "finished_on"], name="survey_answer_by_day"),
        ),
        migrations.AddConstraint(
            model_name="surveyanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("finished_at__isnull", True), ("finished_on__isnull", True)),
                    models.Q(("finished_at__isnull", False), ("finished_on__isnull", False)),
                    _connector="OR",
                ),
                name="survey_answer_finished_has_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("satisfied__lte", models.F("valid"))), name="survey_answer_satisfied_at_most_valid"
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_fully_satisfied", False),
                    models.Q(("satisfied", models.F("valid")), ("valid__gt", 0)),
                    _connector="OR",
                ),
                name="survey_answer_fully_satisfied_agrees",
            ),
        ),
        migrations.AddConstraint(
            model_name="paperform",
            constraint=models.UniqueConstraint(fields=("point", "number"), name="paper_form_number_once"),
        ),
        migrations.AddConstraint(
            model_name="paperform",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("second_at__isnull", True), ("state", "entered")),
                    models.Q(models.Q(("state", "entered"), _negated=True), ("second_at__isnull", False)),
                    _connector="OR",
                ),
                name="paper_form_second_entry_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="paperform",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer__isnull", False), ("state", "agreed")),
                    models.Q(models.Q(("state", "agreed"), _negated=True), ("answer__isnull", True)),
                    _connector="OR",
                ),
                name="paper_form_counts_when_agreed",
            ),
        ),
        migrations.AddConstraint(
            model_name="surveycomment",
            constraint=models.UniqueConstraint(fields=("answer", "question"), name="survey_comment_once_per_question"),
        ),
        migrations.AddConstraint(
            model_name="surveycomment",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "new"), ("handled_at__isnull", False), _connector="OR"),
                name="survey_comment_handled_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="surveycomment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "answered"), _negated=True),
                    models.Q(("reply", ""), _negated=True),
                    _connector="OR",
                ),
                name="survey_comment_answered_has_reply",
            ),
        ),
    ]
