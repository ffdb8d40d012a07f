"""What the frame of every page needs."""

from typing import Any

from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    return {"centre": getattr(request, "centre", None), "year": getattr(request, "year", None)}
