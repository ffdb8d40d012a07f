"""The council, its sessions, who voted, and – kept apart – how many said what.

A secret ballot leaves no row of its own: a vote adds one to a counter of the item and one mark «has voted» of the
member, in one transaction. There is no ballot row whose order, key or time could be joined with a mark.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Unit
from awards.enums import AttendanceStatus, CouncilRole, Outcome, SessionState
from awards.models.dossiers import AwardRound, Dossier
from core.fields import NormalisedCharField, NormalisedTextField


class Council(models.Model):
    """Hội đồng Thi đua - Khen thưởng of a centre, by its founding decision."""

    unit = models.ForeignKey(Unit, verbose_name="trung tâm", on_delete=models.PROTECT, related_name="councils")
    name = NormalisedCharField("tên hội đồng", max_length=200)
    decision_number = NormalisedCharField("số quyết định thành lập", max_length=40)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến ngày", null=True, blank=True)

    class Meta:
        verbose_name = "Hội đồng Thi đua - Khen thưởng"
        verbose_name_plural = "Hội đồng Thi đua - Khen thưởng"
        ordering = ["-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["unit"], condition=Q(valid_to__isnull=True), name="council_one_in_office"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="council_dates_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CouncilMember(models.Model):
    """A seat in the council."""

    council = models.ForeignKey(Council, verbose_name="hội đồng", on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="tài khoản", on_delete=models.PROTECT, related_name="council_seats"
    )
    role = models.CharField("vai trò", max_length=10, choices=CouncilRole, default=CouncilRole.MEMBER)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    left_on = models.DateField("thôi tham gia", null=True, blank=True)

    class Meta:
        verbose_name = "thành viên Hội đồng"
        verbose_name_plural = "thành viên Hội đồng"
        ordering = ["council", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["council", "user"], name="council_seat_once"),
            models.UniqueConstraint(
                fields=["council"],
                condition=Q(role=CouncilRole.CHAIR, left_on__isnull=True),
                name="council_one_chair",
            ),
        ]

    @property
    def unit(self) -> Unit:
        return self.council.unit

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.user.display_name}"


class Session(models.Model):
    """One meeting of the council. ``members_total`` is frozen when it opens: the base of all members."""

    council = models.ForeignKey(Council, verbose_name="hội đồng", on_delete=models.PROTECT, related_name="sessions")
    unit = models.ForeignKey(Unit, verbose_name="trung tâm", on_delete=models.PROTECT, related_name="council_sessions")
    award_round = models.ForeignKey(
        AwardRound, verbose_name="đợt xét", on_delete=models.PROTECT, related_name="sessions"
    )
    title = NormalisedCharField("tên phiên họp", max_length=200)
    starts_at = models.DateTimeField("thời gian họp")
    place = NormalisedCharField("địa điểm", max_length=200)
    state = models.CharField("trạng thái", max_length=9, choices=SessionState, default=SessionState.SCHEDULED)
    members_total = models.PositiveSmallIntegerField("tổng số thành viên", null=True, blank=True)
    discussion = NormalisedTextField("diễn biến, ý kiến thảo luận", blank=True)
    open_at = models.DateTimeField("khai mạc lúc", null=True, blank=True)
    open_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người khai mạc", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    closed_at = models.DateTimeField("kết thúc lúc", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người kết thúc", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "phiên họp Hội đồng"
        verbose_name_plural = "phiên họp Hội đồng"
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[SessionState.SCHEDULED, SessionState.CANCELLED])
                | Q(open_at__isnull=False, members_total__isnull=False),
                name="session_open_is_stamped",
            ),
            models.CheckConstraint(
                condition=~Q(state=SessionState.CLOSED) | Q(closed_at__gte=F("open_at")),
                name="session_closed_after_open",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    """Whether a member came, as the secretary records it."""

    session = models.ForeignKey(Session, verbose_name="phiên họp", on_delete=models.CASCADE, related_name="attendances")
    member = models.ForeignKey(
        CouncilMember, verbose_name="thành viên", on_delete=models.PROTECT, related_name="attendances"
    )
    status = models.CharField("dự họp", max_length=7, choices=AttendanceStatus, default=AttendanceStatus.PRESENT)
    reason = NormalisedCharField("lý do vắng", max_length=200, blank=True)

    class Meta:
        verbose_name = "điểm danh"
        verbose_name_plural = "điểm danh"
        ordering = ["session", "member__position", "member"]
        constraints = [models.UniqueConstraint(fields=["session", "member"], name="attendance_once")]

    @property
    def unit(self) -> Unit:
        return self.session.unit

    def __str__(self) -> str:
        return f"{self.member} – {self.get_status_display()}"


class SessionItem(models.Model):
    """One dossier on the agenda, with the counters of the ballot box and, once closed, the outcome."""

    session = models.ForeignKey(Session, verbose_name="phiên họp", on_delete=models.CASCADE, related_name="items")
    dossier = models.ForeignKey(Dossier, verbose_name="hồ sơ", on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    box_yes = models.PositiveSmallIntegerField("phiếu đồng ý", default=0)
    box_no = models.PositiveSmallIntegerField("phiếu không đồng ý", default=0)
    result = models.CharField("kết quả", max_length=9, choices=Outcome, blank=True)
    in_favour = models.PositiveSmallIntegerField("tổng số đồng ý", null=True, blank=True)
    base = models.PositiveSmallIntegerField("tính trên", null=True, blank=True)
    needed = models.PositiveSmallIntegerField("số phiếu cần", null=True, blank=True)
    written_yes = models.PositiveSmallIntegerField("ý kiến văn bản đồng ý", default=0)
    written_no = models.PositiveSmallIntegerField("ý kiến văn bản không đồng ý", default=0)
    conflicted = models.PositiveSmallIntegerField("không tham gia biểu quyết", default=0)
    reason = NormalisedTextField("kết luận kiểm phiếu", blank=True)

    class Meta:
        verbose_name = "nội dung phiên họp"
        verbose_name_plural = "nội dung phiên họp"
        ordering = ["session", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["session", "dossier"], name="session_item_once")]

    @property
    def unit(self) -> Unit:
        return self.session.unit

    def __str__(self) -> str:
        return str(self.dossier)


class VoteMark(models.Model):
    """That a member has voted on an item and when; never how."""

    item = models.ForeignKey(SessionItem, verbose_name="nội dung", on_delete=models.CASCADE, related_name="marks")
    member = models.ForeignKey(CouncilMember, verbose_name="thành viên", on_delete=models.PROTECT, related_name="marks")
    voted_at = models.DateTimeField("đã bỏ phiếu lúc")

    class Meta:
        verbose_name = "đã bỏ phiếu"
        verbose_name_plural = "đã bỏ phiếu"
        constraints = [models.UniqueConstraint(fields=["item", "member"], name="one_vote_a_member")]

    @property
    def unit(self) -> Unit:
        return self.item.session.unit

    def __str__(self) -> str:
        return f"{self.member} – {self.item}"


class WrittenOpinion(models.Model):
    """An absent member's opinion, given in writing and entered by the secretary; by its nature it is not secret."""

    item = models.ForeignKey(SessionItem, verbose_name="nội dung", on_delete=models.CASCADE, related_name="opinions")
    member = models.ForeignKey(
        CouncilMember, verbose_name="thành viên", on_delete=models.PROTECT, related_name="opinions"
    )
    in_favour = models.BooleanField("đồng ý")
    paper = NormalisedCharField("văn bản góp ý", max_length=200)
    recorded_at = models.DateTimeField("ghi lúc")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người ghi", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "ý kiến bằng văn bản"
        verbose_name_plural = "ý kiến bằng văn bản"
        constraints = [models.UniqueConstraint(fields=["item", "member"], name="one_opinion_a_member")]

    @property
    def unit(self) -> Unit:
        return self.item.session.unit

    def __str__(self) -> str:
        return f"{self.member} – {self.item}"
