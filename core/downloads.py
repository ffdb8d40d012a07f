"""Uploaded files given out again: never guessed at by a browser, never kept by others on the way."""

from typing import Any

from django.http import FileResponse

INLINE_TYPES = ("application/pdf", "image/png", "image/jpeg")
"""What may open in the browser; everything else is downloaded."""
# The browser's own PDF viewer is a plug-in with inline styles.
FILE_POLICY = {"default-src": ["'self'"], "frame-ancestors": ["'self'"], "style-src": ["'self'", "'unsafe-inline'"]}


def served(found: Any) -> FileResponse:
    """The content of a stored file (``core.models.StoredFile`` with ``file``) whose reader was already checked."""
    inline = found.content_type in INLINE_TYPES
    response = FileResponse(
        found.file.open("rb"), as_attachment=not inline, filename=found.name, content_type=found.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=300"
    return response
