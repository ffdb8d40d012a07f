"""Choices of indicators, measurements and TTHC statistics."""

from django.db import models


class Direction(models.TextChoices):
    HIGHER = "higher", "Càng cao càng tốt"
    LOWER = "lower", "Càng thấp càng tốt"


class Measure(models.TextChoices):
    """What kind of number an indicator is."""

    PERCENT = "percent", "Tỷ lệ %"
    COUNT = "count", "Số lượng"
    INDEX = "index", "Chỉ số (điểm)"
    RANK = "rank", "Thứ hạng"
    MINUTES = "minutes", "Phút"
    YES_NO = "yes_no", "Có/Không"


class PeriodKind(models.TextChoices):
    MONTH = "month", "Tháng"
    QUARTER = "quarter", "Quý"
    YEAR = "year", "Năm"


class Source(models.TextChoices):
    """Which provider answers for an indicator."""

    DECLARED = "declared", "Nhập tay có nguồn"
    PROCEDURES = "procedures", "Thống kê hồ sơ TTHC"
    SURVEY = "survey", "Khảo sát hài lòng"
    TASKS = "tasks", "Nhiệm vụ được giao"
    INITIATIVES = "initiatives", "Sổ sáng kiến"
    EXTERNAL = "external", "Chỉ số bên ngoài công bố"


class SurveyKind(models.TextChoices):
    SIPAS = "sipas", "Hài lòng về thủ tục hành chính"
    INPATIENT = "inpatient", "Người bệnh nội trú"
    OUTPATIENT = "outpatient", "Người bệnh ngoại trú"
    VACCINATION = "vaccination", "Người đến tiêm chủng"
    STAFF = "staff", "Nhân viên y tế"

    @property
    def you(self) -> str:
        """How who answers is spoken to."""
        return "anh/chị" if self is SurveyKind.STAFF else "ông/bà"


class RollUp(models.TextChoices):
    """How the months of a year become the figure of the year. Rates are always pooled by their two counts."""

    LATEST = "latest", "Lấy số mới nhất"
    SUM = "sum", "Cộng dồn"


class PeriodState(models.TextChoices):
    """Whether the figures of a month may still be changed."""

    OPEN = "open", "Đang mở"
    CLOSED = "closed", "Đã khóa"
    REOPENED = "reopened", "Mở lại"

    @property
    def tone(self) -> str:
        """Colour of the badge: closed is as it should be, reopened is to be closed again."""
        return {"open": "accent", "reopened": "attention"}.get(self.value, "neutral")


class DayKind(models.TextChoices):
    """How a day differs from the week."""

    OFF = "off", "Nghỉ"
    WORK = "work", "Làm bù"


class CountOrigin(models.TextChoices):
    """Where monthly counts of case files come from."""

    CASES = "cases", "Danh sách hồ sơ"
    TYPED = "typed", "Nhập tay"
    SUMMARY = "summary", "Bảng tổng hợp theo lĩnh vực"
    DIGITISATION = "digital", "Bảng số hóa hồ sơ"
    PORTAL = "portal", "Thống kê của cổng dịch vụ công"


class CaseLayout(models.TextChoices):
    """What a file of a one-stop system lists."""

    CASES = "cases", "Danh sách hồ sơ"
    SUMMARY = "summary", "Tổng hợp theo lĩnh vực"
    DIGITISATION = "digital", "Số hóa hồ sơ"
    PORTAL = "portal", "Thống kê của cổng dịch vụ công"


class CaseImportState(models.TextChoices):
    """From an uploaded file to figures, and back."""

    UPLOADED = "uploaded", "Chờ ghép cột"
    CHECKED = "checked", "Chờ nhập"
    IMPORTED = "imported", "Đã nhập"
    UNDONE = "undone", "Đã hoàn tác"
    DISCARDED = "discarded", "Đã bỏ"

    @property
    def tone(self) -> str:
        """Colour of the badge."""
        return {"uploaded": "attention", "checked": "attention", "imported": "good"}.get(self.value, "neutral")

    @classmethod
    def waiting(cls) -> tuple["CaseImportState", ...]:
        """States of a file that may still be imported."""
        return (cls.UPLOADED, cls.CHECKED)

    @classmethod
    def never_imported(cls) -> tuple["CaseImportState", ...]:
        """States of a file that has not changed any figure."""
        return (*cls.waiting(), cls.DISCARDED)


class CaseWork(models.TextChoices):
    """What is done with a file in the background, by the name of the job."""

    CHECK = "indicators.check_cases", "Đang kiểm tra"
    IMPORT = "indicators.import_cases", "Đang nhập"
    UNDO = "indicators.undo_case_import", "Đang hoàn tác"

    @property
    def ends_in(self) -> CaseImportState:
        """The state of a file with which it has been done."""
        return {"CHECK": CaseImportState.CHECKED, "IMPORT": CaseImportState.IMPORTED}.get(
            self.name, CaseImportState.UNDONE
        )


class CaseChannel(models.TextChoices):
    """How a case was filed."""

    DIRECT = "direct", "Trực tiếp"
    ONLINE = "online", "Trực tuyến"
    POSTAL = "postal", "Bưu chính công ích"


class CaseOutcome(models.TextChoices):
    """How a case ended."""

    RESULT = "result", "Có kết quả"
    REFUSED = "refused", "Từ chối"
    WITHDRAWN = "withdrawn", "Công dân rút"


class CaseTiming(models.TextChoices):
    """A finished case against its due time."""

    EARLY = "early", "Trước hạn"
    ON_TIME = "on_time", "Đúng hạn"
    LATE = "late", "Quá hạn"


class QuestionnaireState(models.TextChoices):
    """A questionnaire that has been used is never changed; a new version is made of it."""

    DRAFT = "draft", "Đang soạn"
    FROZEN = "frozen", "Đã dùng"


class SurveyState(models.TextChoices):
    """Whether a survey takes answers."""

    DRAFT = "draft", "Đang chuẩn bị"
    OPEN = "open", "Đang khảo sát"
    CLOSED = "closed", "Đã kết thúc"


class AnswerChannel(models.TextChoices):
    """How an answer reached the portal."""

    LINK = "link", "Đường dẫn, mã QR"
    KIOSK = "kiosk", "Máy đặt tại chỗ"
    PAPER = "paper", "Phiếu giấy"


class PaperState(models.TextChoices):
    """A paper form is typed twice; only when both agree it counts. What counted by mistake is taken back."""

    ENTERED = "entered", "Chờ nhập lần hai"
    DIFFERS = "differs", "Hai lần nhập khác nhau"
    AGREED = "agreed", "Đã khớp"
    WITHDRAWN = "withdrawn", "Đã rút"

    @property
    def tone(self) -> str:
        """Colour of the badge."""
        return {"differs": "attention", "agreed": "good"}.get(self.value, "neutral")


class CommentState(models.TextChoices):
    """What became of a free comment."""

    NEW = "new", "Chưa xem"
    NOTED = "noted", "Đã ghi nhận"
    ANSWERED = "answered", "Đã trả lời"
    HIDDEN = "hidden", "Không công khai"

    @property
    def tone(self) -> str:
        """Colour of the badge."""
        return {"new": "attention", "answered": "good"}.get(self.value, "neutral")


MONTHS = [(month, f"Tháng {month}") for month in range(1, 13)]
