"""Notices and yearly reports of finished rounds, written, signed and numbered."""

from datetime import date

from campaigns.models import Round
from reports.enums import DocumentKind
from reports.management.demo.people import Centre
from reports.management.demo.story import moment
from reports.models import ReportDocument
from reports.services import documents

NARRATIVE = {
    "situation": "Năm qua, đội ngũ viên chức, người lao động của Trung tâm ổn định, đoàn kết; số lượt khám, chữa bệnh "
    "tăng trong khi biên chế không tăng, đòi hỏi quy trình gọn hơn và phục vụ nhanh hơn.",
    "direction": "Ban Giám đốc ban hành kế hoạch, giao nhiệm vụ cụ thể cho từng khoa, phòng theo phương châm “6 rõ”; "
    "hằng tháng rà soát số liệu hồ sơ thủ tục hành chính và kết quả khảo sát hài lòng.",
    "contents": "Các khoa, phòng niêm yết đủ thủ tục, giải quyết hồ sơ đúng hẹn, tăng thanh toán trực tuyến; "
    "bệnh án điện tử được mở rộng ra các khoa lâm sàng.",
    "examples": "Lịch hẹn khám theo khung giờ; số hóa phiếu chỉ định cận lâm sàng tại buồng bệnh.",
    "awards": "Công tác bình xét công khai, dân chủ; hồ sơ được thẩm định và biểu quyết theo quy định.",
    "strengths": "Tỷ lệ hồ sơ đúng hạn và mức độ hài lòng giữ ở mức cao; nhiều đơn vị chủ động đề xuất cách làm mới.",
    "limits": "Thanh toán trực tuyến ở một số đơn vị còn thấp; minh chứng của vài tiêu chí chưa đầy đủ.",
    "causes": "Người dân vùng xa chưa quen giao dịch trực tuyến; việc theo dõi hồ sơ ở một số nơi chưa thường xuyên.",
    "lessons": "Số liệu phải được cập nhật hằng tháng; người đứng đầu trực tiếp kiểm tra thì kết quả chuyển biến rõ.",
    "next_steps": "Tiếp tục cắt giảm thời gian giải quyết, mở rộng thanh toán trực tuyến, khảo sát hài lòng hằng quý.",
    "proposals": "Đề nghị Sở Y tế tiếp tục tập huấn kỹ năng số cho tuyến cơ sở.",
}


def issued_notice(centre: Centre, round_: Round, on: date) -> ReportDocument:
    """The notice of a published result."""
    return _issued(centre, round_, DocumentKind.RESULT_NOTICE, on, {})


def issued_report(centre: Centre, round_: Round, on: date) -> ReportDocument:
    """The yearly report with its narrative."""
    return _issued(centre, round_, DocumentKind.YEARLY_REPORT, on, NARRATIVE)


def _issued(centre: Centre, round_: Round, kind: DocumentKind, on: date, narrative: dict[str, str]) -> ReportDocument:
    document = documents.prepare(round=round_, kind=kind, by=centre.office_head, at=moment(on, 8))
    document = documents.save(
        document=document,
        values={},
        narrative=narrative,
        revision=document.revision,
        by=centre.office_head,
        at=moment(on, 9),
    )
    document = documents.submit(document=document, by=centre.office_head, at=moment(on, 10))
    return documents.issue(document=document, by=centre.director, at=moment(on, 15))
