"""What people answered: on their phones, at a kiosk, or on paper."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Unit
from core.fields import NormalisedTextField
from indicators.enums import AnswerChannel, CommentState, PaperState
from indicators.models.surveys import AnswerCode, ServicePoint


class SurveyAnswer(models.Model):
    """One person's answers. The key is made on the device, so that an answer sent twice is stored once.

    Nothing tells who answered: no account, address or device is kept. ``answers`` holds by question what was chosen or
    written as a number: an integer (of a scale the level, 0 for “did not use”), or a list of integers where several
    may be chosen; the text of an open question is kept apart, in ``SurveyComment``. The sums are over the questions
    that the questionnaire counts towards satisfaction.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    point = models.ForeignKey(
        ServicePoint, verbose_name="điểm phục vụ", on_delete=models.PROTECT, related_name="answers"
    )
    code = models.OneToOneField(
        AnswerCode, verbose_name="mã", null=True, blank=True, on_delete=models.PROTECT, related_name="answer"
    )
    channel = models.CharField("cách trả lời", max_length=5, choices=AnswerChannel, default=AnswerChannel.LINK)
    started_at = models.DateTimeField("bắt đầu lúc")
    finished_at = models.DateTimeField("xong lúc", null=True, blank=True)
    finished_on = models.DateField("ngày", null=True, blank=True)
    """The day on which it counts: that of ``finished_at``, or of its arrival where that month was closed by then."""
    received_at = models.DateTimeField("nhận lúc", null=True, blank=True)
    """When it came, which is later than ``finished_at`` for one that waited on a device; None of older answers."""
    answers = models.JSONField("trả lời", default=dict, blank=True)
    valid = models.PositiveSmallIntegerField("số câu tính", default=0)
    satisfied = models.PositiveSmallIntegerField("số câu hài lòng", default=0)
    points = models.PositiveSmallIntegerField("tổng điểm", default=0)
    is_fully_satisfied = models.BooleanField("hài lòng toàn diện", default=False)

    class Meta:
        verbose_name = "phiếu trả lời"
        verbose_name_plural = "phiếu trả lời"
        indexes = [models.Index(fields=["point", "finished_on"], name="survey_answer_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True, finished_on__isnull=True)
                | Q(finished_at__isnull=False, finished_on__isnull=False),
                name="survey_answer_finished_has_day",
            ),
            models.CheckConstraint(
                condition=Q(satisfied__lte=F("valid")), name="survey_answer_satisfied_at_most_valid"
            ),
            models.CheckConstraint(
                condition=Q(is_fully_satisfied=False) | Q(satisfied=F("valid"), valid__gt=0),
                name="survey_answer_fully_satisfied_agrees",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class SurveyComment(models.Model):
    """A free comment, read and answered by the office."""

    answer = models.ForeignKey(SurveyAnswer, verbose_name="phiếu", on_delete=models.CASCADE, related_name="comments")
    question = models.CharField("câu hỏi", max_length=20)
    text = NormalisedTextField("góp ý")
    state = models.CharField("trạng thái", max_length=8, choices=CommentState, default=CommentState.NEW)
    reply = NormalisedTextField("trả lời", blank=True)
    handled_at = models.DateTimeField("xử lý lúc", null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người xử lý",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = "góp ý"
        verbose_name_plural = "góp ý"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "question"], name="survey_comment_once_per_question"),
            models.CheckConstraint(
                condition=Q(state=CommentState.NEW) | Q(handled_at__isnull=False),
                name="survey_comment_handled_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=CommentState.ANSWERED) | ~Q(reply=""), name="survey_comment_answered_has_reply"
            ),
        ]

    @property
    def unit(self) -> Unit:
        return self.answer.point.unit

    def __str__(self) -> str:
        return self.text[:60]


class PaperForm(models.Model):
    """A paper form on its way in: typed once, typed again by somebody, and counted when both agree.

    One that is withdrawn counts no more: its answer is gone, what counted stays here, and its number is free again.
    """

    point = models.ForeignKey(
        ServicePoint, verbose_name="điểm phục vụ", on_delete=models.PROTECT, related_name="paper_forms"
    )
    number = models.PositiveIntegerField("số phiếu")
    answered_on = models.DateField("ngày trả lời")
    first_answers = models.JSONField("lần nhập thứ nhất", default=dict)
    first_at = models.DateTimeField("nhập lần một lúc")
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người nhập lần một",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    second_answers = models.JSONField("lần nhập thứ hai", null=True, blank=True)
    second_at = models.DateTimeField("nhập lần hai lúc", null=True, blank=True)
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người nhập lần hai",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    state = models.CharField("trạng thái", max_length=9, choices=PaperState, default=PaperState.ENTERED)
    answer = models.OneToOneField(
        SurveyAnswer, verbose_name="phiếu", null=True, blank=True, on_delete=models.PROTECT, related_name="paper_form"
    )
    withdrawn_answers = models.JSONField("trả lời đã rút", null=True, blank=True)
    withdrawn_at = models.DateTimeField("rút lúc", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người rút",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    withdrawal_reason = NormalisedTextField("lý do rút", blank=True)

    class Meta:
        verbose_name = "phiếu giấy"
        verbose_name_plural = "phiếu giấy"
        ordering = ["point", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["point", "number"],
                condition=~Q(state=PaperState.WITHDRAWN),
                name="paper_form_number_once_in_use",
            ),
            models.CheckConstraint(
                condition=Q(state=PaperState.ENTERED, second_at__isnull=True)
                | (~Q(state=PaperState.ENTERED) & Q(second_at__isnull=False)),
                name="paper_form_second_entry_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state=PaperState.AGREED, answer__isnull=False)
                | (~Q(state=PaperState.AGREED) & Q(answer__isnull=True)),
                name="paper_form_counts_when_agreed",
            ),
            models.CheckConstraint(
                condition=Q(state=PaperState.WITHDRAWN, withdrawn_at__isnull=False) & ~Q(withdrawal_reason="")
                | ~Q(state=PaperState.WITHDRAWN) & Q(withdrawn_at__isnull=True),
                name="paper_form_withdrawn_has_reason",
            ),
        ]

    @property
    def unit(self) -> Unit:
        return self.point.unit

    def __str__(self) -> str:
        return f"Phiếu {self.number} – {self.point}"
