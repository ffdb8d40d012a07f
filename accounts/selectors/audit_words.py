"""What an audit action is called in Vietnamese.

Transitions bring their own label (their workflow table); other acts are verbs on a record, whose model has a name.
"""

from collections.abc import Iterable
from importlib import import_module

from django.apps import apps

from core.workflow import Workflow

VERBS = {
    "create": "Thêm",
    "add": "Thêm",
    "update": "Sửa",
    "edit": "Sửa",
    "change": "Sửa",
    "delete": "Xóa",
    "remove": "Bỏ",
    "rename": "Đổi tên",
    "renew": "Cập nhật",
    "assign": "Phân",
    "end": "Kết thúc",
    "revoke": "Thu hồi",
    "import": "Nhập từ tệp",
    "load": "Nạp",
    "set_rights": "Đổi quyền của",
    "set_active": "Khóa hoặc mở khóa",
    "reset_password": "Đặt lại mật khẩu của",
    "change_password": "Đổi mật khẩu của",
    "extend": "Gia hạn",
    "upload": "Tải lên",
    "attach": "Đính kèm",
    "compute": "Tính",
    "verify": "Thẩm định",
    "record": "Ghi",
    "lock": "Khóa",
    "unlock": "Mở khóa",
    "confirm": "Xác nhận",
    "report": "Báo cáo",
    "vote": "Bỏ phiếu",
    "print": "In",
    "start": "Bắt đầu",
    "open": "Mở",
    "close": "Đóng",
    "sign": "Ký",
    "issue": "Ban hành",
    "save": "Lưu",
    "detach": "Gỡ minh chứng của",
    "accept": "Đồng ý",
    "accept_items": "Đồng ý nhiều dòng của",
    "adjust": "Điều chỉnh",
    "return": "Trả lại",
    "supersede": "Thay thế",
    "replace": "Thay thế",
    "copy": "Sao chép",
    "discard": "Hủy dự thảo",
    "share": "Trình",
    "unshare": "Rút lại",
}

# What an act is called that has no verb here; never its English name.
CHANGED = "Thay đổi"

WHOLE_ACTS = {
    "scoring.score_run.supersede": "Thay thế lần tính điểm",
    "scoring.round_criteria.assign": "Gán bộ tiêu chí cho đợt",
    "scoring.criteria_set.start": "Lập bộ tiêu chí",
    "scoring.criteria_set.discard": "Xóa bản soạn bộ tiêu chí",
    "scoring.criteria_set.add_node": "Thêm mục vào bộ tiêu chí",
    "scoring.criteria_set.edit_node": "Sửa một mục của bộ tiêu chí",
    "scoring.criteria_set.move_node": "Chuyển chỗ một mục của bộ tiêu chí",
    "scoring.criteria_set.duplicate_node": "Nhân đôi một mục của bộ tiêu chí",
    "scoring.criteria_set.remove_node": "Bỏ một mục của bộ tiêu chí",
    "scoring.criteria_set.edit_bands": "Sửa mức xếp loại của bộ tiêu chí",
    "scoring.criteria_set.edit_limits": "Sửa điều kiện hạ mức của bộ tiêu chí",
    "scoring.criteria_set.edit_tie_break": "Sửa thứ tự phân định của bộ tiêu chí",
    "scoring.criteria_set.edit_quota": "Sửa tỷ lệ tối đa của bộ tiêu chí",
    "scoring.criteria_set.edit_examples": "Sửa ví dụ của bộ tiêu chí",
    "scoring.appeal_window.open": "Mở thời hạn kiến nghị",
    "scoring.appeal.submit": "Gửi kiến nghị điểm",
    "scoring.assessment_item.revise": "Điều chỉnh điểm thẩm định theo kiến nghị",
    "scoring.circumstance.record": "Ghi sự việc hạ mức",
    "scoring.circumstance.withdraw": "Rút sự việc hạ mức",
    "scoring.tie_vote.record": "Ghi biểu quyết phân định",
    "accounts.membership.assign": "Phân vai trò",
    "accounts.membership.end": "Kết thúc vai trò",
    "accounts.people.import": "Nhập đơn vị và nhân sự từ Excel",
    "accounts.delegation.create": "Ủy quyền",
    "awards.attendance.record": "Ghi điểm danh",
    "awards.ballot.cast": "Bỏ phiếu",
    "awards.certificate.issue": "Cấp giấy chứng nhận",
    "awards.council.establish": "Lập Hội đồng",
    "awards.council.seat": "Thêm thành viên Hội đồng",
    "awards.council.unseat": "Cho thôi thành viên Hội đồng",
    "awards.decision.discard": "Xóa dự thảo quyết định",
    "awards.decision.draft": "Soạn quyết định khen thưởng",
    "awards.discipline.conclude": "Ghi kết luận kỷ luật",
    "awards.discipline.record": "Ghi theo dõi kỷ luật",
    "awards.dossier.attach": "Thêm tệp vào hồ sơ khen thưởng",
    "awards.dossier.detach": "Bỏ tệp khỏi hồ sơ khen thưởng",
    "awards.dossier.nominate": "Lập hồ sơ khen thưởng",
    "awards.dossier.note": "Trao đổi về hồ sơ khen thưởng",
    "awards.dossier.save_report": "Lưu báo cáo thành tích",
    "awards.honour.enter": "Ghi sổ vàng",
    "awards.initiative.register": "Ghi sáng kiến",
    "indicators.survey.make_codes": "Lập mã trả lời cho đợt khảo sát",
    "indicators.survey.add_points": "Thêm điểm phục vụ cho đợt khảo sát",
    "indicators.survey.change_point": "Sửa điểm phục vụ của đợt khảo sát",
    "indicators.survey.remove_point": "Bỏ điểm phục vụ của đợt khảo sát",
    "awards.opinion.delete": "Xóa ý kiến bằng văn bản",
    "awards.opinion.record": "Ghi ý kiến bằng văn bản",
    "awards.rating.record": "Ghi kết quả xếp loại",
    "awards.rule.load": "Nạp quy định khen thưởng",
    "awards.session.save_discussion": "Lưu diễn biến phiên họp",
    "awards.session.schedule": "Mời họp Hội đồng",
    "campaigns.plan.acknowledge": "Xác nhận đã nhận kế hoạch",
    "campaigns.plan.amend": "Lập bản sửa đổi kế hoạch",
    "campaigns.plan.create": "Lập kế hoạch",
    "campaigns.plan.discard": "Hủy bản sửa đổi kế hoạch",
    "campaigns.plan.import": "Nhập kế hoạch từ tệp",
    "campaigns.round.create": "Lập đợt thi đua",
    "campaigns.round.set_deadlines": "Sửa hạn các giai đoạn",
    "campaigns.round.set_participants": "Sửa đơn vị tham gia",
    "campaigns.target.report": "Ghi kết quả chỉ tiêu",
    "campaigns.task.assign": "Giao nhiệm vụ",
    "indicators.case_recount.run": "Tính lại hồ sơ TTHC theo lịch nghỉ",
    "indicators.case_source.map": "Ghép cột của nguồn hồ sơ TTHC",
    "indicators.case_source.say": "Ghi nghĩa của các từ trong nguồn hồ sơ TTHC",
    "indicators.doubt_answer.add": "Giải thích số liệu",
    "indicators.doubt_answer.renew": "Sửa giải thích số liệu",
    "indicators.figure_file.attach": "Đính kèm tài liệu của số liệu",
    "indicators.figure_file.detach": "Gỡ tài liệu của số liệu",
    "indicators.indicator.renew": "Cập nhật chỉ số dùng chung theo bản phần mềm mới",
    "indicators.indicator.retire": "Ngừng dùng chỉ số",
    "indicators.indicator.take_up": "Dùng lại chỉ số",
    "indicators.measurement.declare": "Kê khai số liệu",
    "indicators.measurement.withdraw": "Rút số liệu kê khai",
    "indicators.procedurecount.withdraw": "Rút thống kê hồ sơ TTHC",
    "indicators.surveycount.withdraw": "Rút số liệu hài lòng",
    "indicators.paper_form.discard": "Bỏ phiếu giấy nhập nhầm",
    "indicators.paper_form.enter": "Nhập phiếu giấy lần một",
    "indicators.service_point.set_pin": "Đặt mã PIN của máy khảo sát",
    "reports.document.create": "Lập văn bản",
    "reports.document.edit": "Sửa văn bản",
    "scoring.assessment_item.attach": "Đính kèm minh chứng",
    "scoring.assessment_item.detach": "Gỡ minh chứng",
    "scoring.assessment_item.page": "Ghi trang của minh chứng",
    "scoring.score_run.compute": "Tính điểm",
}


def words_for(actions: Iterable[str]) -> dict[str, str]:
    """Words for each of these actions."""
    labels = _transition_labels()
    return {action: WHOLE_ACTS.get(action) or labels.get(action) or _verb_and_record(action) for action in actions}


def _transition_labels() -> dict[str, str]:
    labels = {}
    for config in apps.get_app_configs():
        try:
            module = import_module(f"{config.name}.workflow")
        except ModuleNotFoundError:
            continue
        for table in vars(module).values():
            if isinstance(table, Workflow):
                for transition in table.transitions:
                    labels[f"{table.record}.{transition.name}"] = f"{transition.label} ({table.label})"
    return labels


def _verb_and_record(action: str) -> str:
    app, _, rest = action.partition(".")
    record, _, verb = rest.partition(".")
    try:
        name = str(apps.get_model(app, record.replace("_", ""))._meta.verbose_name)
    except LookupError:
        name = "dữ liệu"
    return f"{VERBS.get(verb) or VERBS.get(verb.partition('_')[0], CHANGED)} {name}"
