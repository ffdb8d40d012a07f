"""Choices of award rules, dossiers, councils, sessions and decisions."""

from django.db import models


class Family(models.TextChoices):
    TITLE = "title", "Danh hiệu thi đua"
    FORM = "form", "Hình thức khen thưởng"


class Decider(models.TextChoices):
    DIRECTOR = "director", "Giám đốc Trung tâm"
    AUTHORITY = "authority", "Giám đốc Sở Y tế"
    PROVINCE = "province", "Chủ tịch Ủy ban nhân dân tỉnh"
    MINISTRY = "ministry", "Bộ trưởng"
    PRIME_MINISTER = "prime_minister", "Thủ tướng Chính phủ"
    GOVERNMENT = "government", "Chính phủ"


class VoteBase(models.TextChoices):
    """The bases of ``awards.tally.Base`` as choices."""

    ALL_MEMBERS = "all_members", "tổng số thành viên Hội đồng"
    PARTICIPANTS = "participants", "số thành viên tham gia biểu quyết"


class Level(models.TextChoices):
    """The levels of ``awards.eligibility.PerformanceLevel`` as choices (Nghị định 233/2026/NĐ-CP)."""

    EXCELLENT = "HTXS", "Hoàn thành xuất sắc nhiệm vụ"
    GOOD = "HTT", "Hoàn thành tốt nhiệm vụ"
    COMPLETED = "HT", "Hoàn thành nhiệm vụ"
    NOT_COMPLETED = "KHT", "Không hoàn thành nhiệm vụ"


class DisciplineMeasure(models.TextChoices):
    PENDING = "pending", "Đang xem xét, xác minh"
    CLEARED = "cleared", "Xác minh xong, không vi phạm"
    REPRIMAND = "reprimand", "Khiển trách"
    WARNING = "warning", "Cảnh cáo"
    DISMISSAL = "dismissal", "Cách chức"
    TERMINATION = "termination", "Buộc thôi việc"


class InitiativeKind(models.TextChoices):
    TECHNICAL = "technical", "Giải pháp kỹ thuật"
    MANAGEMENT = "management", "Giải pháp quản lý"
    OPERATION = "operation", "Giải pháp tác nghiệp"
    APPLICATION = "application", "Ứng dụng tiến bộ kỹ thuật"
    TOPIC = "topic", "Đề tài, đề án khoa học"


class InitiativeScope(models.TextChoices):
    GRASSROOTS = "grassroots", "Cấp cơ sở"
    PROVINCE = "province", "Cấp tỉnh, cấp bộ"
    NATIONAL = "national", "Toàn quốc"


class AwardRoundKind(models.TextChoices):
    ANNUAL = "annual", "Hằng năm"
    PERIOD = "period", "Tổng kết giai đoạn"
    AD_HOC = "ad_hoc", "Đột xuất"


class AwardRoundState(models.TextChoices):
    OPEN = "open", "Đang nhận hồ sơ"
    CLOSED = "closed", "Đã khép lại"


class DossierState(models.TextChoices):
    DRAFT = "draft", "Đang soạn"
    SUBMITTED = "submitted", "Đã nộp, chờ thẩm định"
    SUPPLEMENT = "supplement", "Cần bổ sung"
    ON_HOLD = "on_hold", "Tạm dừng xét"
    ELIGIBLE = "eligible", "Đủ điều kiện, chờ họp Hội đồng"
    NOT_ELIGIBLE = "not_eligible", "Không đủ điều kiện"
    SCHEDULED = "scheduled", "Đã đưa vào phiên họp"
    PASSED = "passed", "Hội đồng thông qua"
    FAILED = "failed", "Hội đồng không thông qua"
    PROPOSED = "proposed", "Đã trình cấp trên"
    DECIDED = "decided", "Đã có quyết định"
    CERTIFIED = "certified", "Đã cấp giấy chứng nhận"
    WITHDRAWN = "withdrawn", "Đã rút"
    REVOKED = "revoked", "Đã hủy quyết định"

    @property
    def tone(self) -> str:
        return _DOSSIER_TONES[self]


_DOSSIER_TONES = {
    DossierState.DRAFT: "neutral",
    DossierState.SUBMITTED: "attention",
    DossierState.SUPPLEMENT: "attention",
    DossierState.ON_HOLD: "attention",
    DossierState.ELIGIBLE: "accent",
    DossierState.NOT_ELIGIBLE: "bad",
    DossierState.SCHEDULED: "accent",
    DossierState.PASSED: "good",
    DossierState.FAILED: "bad",
    DossierState.PROPOSED: "attention",
    DossierState.DECIDED: "good",
    DossierState.CERTIFIED: "good",
    DossierState.WITHDRAWN: "neutral",
    DossierState.REVOKED: "bad",
}


class CouncilRole(models.TextChoices):
    CHAIR = "chair", "Chủ tịch"
    VICE_CHAIR = "vice_chair", "Phó Chủ tịch"
    MEMBER = "member", "Ủy viên"
    SECRETARY = "secretary", "Thư ký"


class SessionState(models.TextChoices):
    SCHEDULED = "scheduled", "Sắp họp"
    OPEN = "open", "Đang họp"
    CLOSED = "closed", "Đã kết thúc"
    CANCELLED = "cancelled", "Đã hủy"


class AttendanceStatus(models.TextChoices):
    PRESENT = "present", "Có mặt"
    ABSENT = "absent", "Vắng mặt"


class Outcome(models.TextChoices):
    """The results of ``awards.tally.Result`` as choices."""

    CARRIED = "carried", "Đạt"
    LOST = "lost", "Không đạt"
    NO_QUORUM = "no_quorum", "Phiên họp chưa đủ thành viên"

    @property
    def tone(self) -> str:
        return {"carried": "good", "lost": "bad"}.get(self.value, "attention")


class DecisionState(models.TextChoices):
    DRAFT = "draft", "Dự thảo"
    SIGNED = "signed", "Đã ký"
    REVOKED = "revoked", "Đã hủy"

    @property
    def tone(self) -> str:
        return {"draft": "neutral", "signed": "good"}.get(self.value, "bad")
