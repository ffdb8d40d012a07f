"""Choices of campaigns, plans, targets, tasks and rounds."""

from django.db import models


class CampaignKind(models.TextChoices):
    THEMATIC = "thematic", "Thi đua theo chuyên đề"
    REGULAR = "regular", "Thi đua thường xuyên"


class PlanState(models.TextChoices):
    DRAFT = "draft", "Dự thảo"
    WITH_DIRECTOR = "with_director", "Chờ Giám đốc duyệt"
    ISSUED = "issued", "Đã ban hành"
    AMENDED = "amended", "Đã được thay bằng bản sửa đổi"
    CLOSED = "closed", "Đã kết thúc"


class BasisKind(models.TextChoices):
    BASIS = "can_cu", "Căn cứ"
    IMPLEMENTS = "thuc_hien", "Thực hiện"


class SubjectKind(models.TextChoices):
    COLLECTIVE = "collective", "Tập thể"
    INDIVIDUAL = "individual", "Cá nhân"


class TargetOperator(models.TextChoices):
    """The operators of ``campaigns.engine.targets.Operator`` as choices."""

    GTE = "gte", "đạt từ … trở lên"
    GT = "gt", "trên …"
    EQ = "eq", "đạt đúng …"
    LTE = "lte", "không quá …"
    LT = "lt", "dưới …"
    REDUCE_BETWEEN = "reduce_between", "giảm từ … đến …"
    GT_PREVIOUS = "gt_previous", "năm sau cao hơn năm trước"
    GRADE_GTE = "grade_gte", "đạt mức … trở lên"
    IMPROVE_RANK = "improve_rank", "cải thiện thứ hạng"
    QUALITATIVE = "qualitative", "định tính"


class TargetScope(models.TextChoices):
    CENTRE = "centre", "Toàn trung tâm"
    DEPARTMENT = "department", "Từng khoa, phòng"
    ADVISORY = "advisory", "Tham mưu cấp trên"


class Verification(models.TextChoices):
    COMPUTED = "computed", "Tính từ số liệu"
    DECLARED = "declared", "Kê khai"
    SURVEY = "survey", "Khảo sát"
    EXTERNAL = "external", "Chỉ số bên ngoài"
    QUALITATIVE = "qualitative", "Đánh giá định tính"


class TaskState(models.TextChoices):
    OPEN = "open", "Đang thực hiện"
    REPORTED = "reported", "Đã báo cáo, chờ xác nhận"
    DONE = "done", "Đã hoàn thành"
    CANCELLED = "cancelled", "Đã hủy"


class RoundState(models.TextChoices):
    DRAFT = "draft", "Đang chuẩn bị"
    OPEN = "open", "Đang diễn ra"
    CLOSED = "closed", "Đã khép lại"


class Phase(models.TextChoices):
    """The phases of a yearly round, in their order."""

    FIGURES = "figures", "Cập nhật số liệu"
    SELF_ASSESSMENT = "self_assessment", "Tự đánh giá"
    VERIFICATION = "verification", "Thẩm định"
    PUBLICATION = "publication", "Công bố"
    NOMINATION = "nomination", "Đề nghị khen thưởng"
    COUNCIL = "council", "Họp Hội đồng"
