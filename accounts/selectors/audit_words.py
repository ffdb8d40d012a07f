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
}

WHOLE_ACTS = {
    "scoring.round_criteria.assign": "Gán bộ tiêu chí cho đợt",
    "accounts.membership.assign": "Phân vai trò",
    "accounts.membership.end": "Kết thúc vai trò",
    "accounts.people.import": "Nhập đơn vị và nhân sự từ Excel",
    "accounts.delegation.create": "Ủy quyền",
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
        name = record.replace("_", " ")
    return f"{VERBS.get(verb, verb.replace('_', ' ').capitalize())} {name}".strip()
