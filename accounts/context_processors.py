"""What the frame of every page shows: navigation, centre and year, the bell. The navigation is defined here only."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts.models import User
from accounts.selectors import scope
from core.access import SIGNED_IN
from core.models import Notification

# Section, icon, and its lists: (words, URL name). The right to see a list is the one its view declares.
NAVIGATION: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    ("Việc của tôi", "inbox", (("Việc của tôi", "reports:home"),)),
    (
        "Kế hoạch",
        "journal-text",
        (
            ("Kế hoạch", "campaigns:plan-list"),
            ("Chỉ tiêu", "campaigns:target-list"),
            ("Đợt thi đua", "campaigns:round-list"),
            ("Nhiệm vụ", "campaigns:task-list"),
        ),
    ),
    (
        "Đánh giá",
        "clipboard-check",
        (
            ("Tự đánh giá", "scoring:assessment-list"),
            ("Thẩm định", "scoring:verification-queue"),
            ("Kết quả", "scoring:result-list"),
            ("Kiến nghị", "scoring:appeal-list"),
            ("Bộ tiêu chí", "scoring:criteria-list"),
        ),
    ),
    (
        "Số liệu",
        "bar-chart",
        (
            ("Số liệu chỉ tiêu", "indicators:figure-list"),
            ("Thủ tục hành chính", "indicators:procedure-statistics"),
            ("Khảo sát hài lòng", "indicators:survey-list"),
            ("Kiểm tra số liệu", "indicators:doubt-list"),
        ),
    ),
    (
        "Khen thưởng",
        "award",
        (
            ("Hồ sơ", "awards:dossier-list"),
            ("Điều kiện", "awards:eligibility"),
            ("Đợt xét", "awards:round-list"),
            ("Xếp loại, sáng kiến", "awards:rating-list"),
            ("Phiên họp Hội đồng", "awards:session-list"),
            ("Quyết định", "awards:decision-list"),
            ("Sổ vàng", "awards:honour-list"),
        ),
    ),
    ("Báo cáo", "file-earmark-text", (("Bảng điều hành", "reports:dashboard"), ("Văn bản", "reports:document-list"))),
    (
        "Quản trị",
        "gear",
        (
            ("Nhân sự", "accounts:directory"),
            ("Đơn vị", "accounts:unit-list"),
            ("Vai trò", "accounts:role-list"),
            ("Nhập từ Excel", "accounts:people-import"),
            ("Nhật ký", "accounts:audit-list"),
        ),
    ),
)
# Pages that belong to a list whose address does not begin theirs.
RELATED = {
    "awards:council": "awards:session-list",
    "awards:council-create": "awards:session-list",
    "awards:ballot": "awards:session-list",
    "awards:initiative-list": "awards:rating-list",
    "awards:initiative-create": "awards:rating-list",
    "awards:discipline-list": "awards:rating-list",
    "awards:discipline-create": "awards:rating-list",
    "awards:discipline-conclude": "awards:rating-list",
}
BOTTOM_LENGTH = 4
MOST_SHOWN = 99


@dataclass(frozen=True)
class Entry:
    """One list in the navigation."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Section:
    """One of the at most seven words; its address is that of its first list."""

    label: str
    icon: str
    entries: list[Entry]
    open: bool
    current: bool

    @property
    def url(self) -> str:
        return self.entries[0].url


@dataclass(frozen=True)
class Frame:
    """Everything around the page itself."""

    centre: Any
    year: int | None
    query: str
    centres: list[Any] = field(default_factory=list)
    years: list[int] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    unread: int = 0
    role_names: str = ""
    on_notifications: bool = False

    @property
    def unread_words(self) -> str:
        """The number under the bell, short enough for its place."""
        return f"{MOST_SHOWN}+" if self.unread > MOST_SHOWN else str(self.unread)

    @property
    def bottom(self) -> list[Section]:
        """What a phone shows without opening «Thêm»."""
        return self.sections[:BOTTOM_LENGTH]


@cache
def _places() -> tuple[tuple[str, str, tuple[tuple[str, str, str], ...]], ...]:
    """The navigation with addresses and permissions looked up once: (words, address, permission)."""
    sections = []
    for label, icon, lists in NAVIGATION:
        found = []
        for words, name in lists:
            url = reverse(name)
            found.append((words, url, getattr(resolve(url).func, "permission", SIGNED_IN)))
        sections.append((label, icon, tuple(found)))
    return tuple(sections)


def nearest_list(path: str) -> str:
    """The list to which a page belongs: a related one, or the longest that begins ``path``; "" without any."""
    related = _related_list(path)
    if related:
        return related
    addresses = [url for _, _, lists in _places() for _, url, _ in lists]
    return max((url for url in addresses if path == url or (url != "/" and path.startswith(url))), key=len, default="")


def _related_list(path: str) -> str:
    try:
        name = resolve(path).view_name
    except Resolver404:
        return ""
    return reverse(RELATED[name]) if name in RELATED else ""


def _sections(user: User, path: str) -> list[Section]:
    """What this person may open, with the place of the current page marked."""
    here = nearest_list(path)
    sections = []
    for label, icon, lists in _places():
        entries = [
            Entry(words, url, current=url == here)
            for words, url, permission in lists
            if permission == SIGNED_IN or user.has_perm(permission)
        ]
        if entries:
            is_open = any(entry.current for entry in entries)
            sections.append(Section(label, icon, entries, open=is_open, current=is_open and len(entries) == 1))
    return sections


def _build(request: HttpRequest) -> Frame:
    centre, year = getattr(request, "centre", None), getattr(request, "year", None)
    query = request.GET.get("q", "")[:100] if request.path.startswith("/tim/") else ""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return Frame(centre=centre, year=year, query=query)
    today = timezone.localdate()
    notices = reverse("core:notification-list")
    return Frame(
        centre=centre,
        year=year,
        query=query,
        centres=getattr(request, "centres", []),
        years=scope.years_on_offer(today),
        sections=_sections(user, request.path),
        unread=Notification.objects.filter(recipient=user.pk, read_at__isnull=True).count(),
        role_names=", ".join(scope.role_names(user, today)),
        on_notifications=request.path == notices,
    )


def frame(request: HttpRequest) -> dict[str, Any]:
    """``frame`` is built only when a template asks for it, so fragments cost nothing."""
    return {
        "frame": SimpleLazyObject(lambda: _build(request)),
        "centre": getattr(request, "centre", None),
        "year": getattr(request, "year", None),
    }
