"""What the tests of the workshop's pages share: a sound draft, its addresses, and posting what a page would post."""

from typing import Any

from django.urls import reverse

EXAMPLE = {
    "name": "Khoa Nội",
    "entry": {"a1": {"done": True}, "a2": {"mark": "15"}, "c2": {"numerator": "99", "denominator": "100"}},
    "expect": {"a1": "40"},
    "total": "95",
}


def address(name: str, draft: Any, *args: Any) -> str:
    return reverse(f"scoring:workshop-{name}", args=[draft.pk, *args])


def page_of(client: Any, name: str, draft: Any, *args: Any, **query: Any) -> str:
    return str(client.get(address(name, draft, *args), query).content.decode())


def post(client: Any, page: str, draft: Any, /, *args: Any, path: str = "", **data: Any) -> Any:
    draft.refresh_from_db()
    sent = {"revision": draft.revision, **data}
    return client.post(path or address(page, draft, *args), sent)


def node(draft: Any, code: str) -> Any:
    return draft.criteria.get(code=code)


def leaf(**more: Any) -> dict[str, Any]:
    return {
        "act": "save", "code": "a3", "name": "Tiêu chí mới", "max_points": "2,5", "entered_by": "unit",
        "when_exempt": "leave_out", "rule-kind": "yes_no", "rule-shown": "yes_no", **more,
    }  # fmt: skip


def create(client: Any, draft: Any, /, **data: Any) -> Any:
    """Post a new criterion of group a."""
    group = node(draft, "a").pk
    path = f"{address('node-create', draft)}?loai=criterion&nhom={group}"
    return post(client, "node-create", draft, path=path, **leaf(parent=str(group), **data))
