"""HTML to PDF by WeasyPrint, imported only when something is printed: without pango the portal starts all the same."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote, urlsplit

from django.contrib.staticfiles import finders

from core.errors import DomainError

STYLESHEET = "thidua/document.css"
FONT_FOLDER = "fonts"
# Archival (ISO 19005-3, level A: tagged, Unicode); the same input gives the same bytes.
PDF_VARIANT = "pdf/a-3a"


class PrintingRefused(DomainError):
    """The document cannot be printed here."""


@cache
def _weasyprint() -> ModuleType | None:
    """The library, or None where it (or pango below it) is missing."""
    try:
        import weasyprint
    except (ImportError, OSError):
        return None
    return weasyprint


def is_available() -> bool:
    """Whether PDF files can be made on this machine."""
    return _weasyprint() is not None


def _static_path(name: str) -> Path:
    found = finders.find(name)
    if not found:
        raise PrintingRefused(f"Chưa in được: thiếu tệp giao diện văn bản “{name}”. Hãy cài lại cổng.")
    return Path(found)


def _fetch_fonts_only(library: ModuleType):  # type: ignore[no-untyped-def]
    """A fetcher that reads the bundled fonts and nothing else: text typed by users can never reach a file or a host."""
    fonts = _static_path(FONT_FOLDER).resolve()

    class FontFetcher(library.URLFetcher):  # type: ignore[name-defined]
        def fetch(self, url, headers=None):  # type: ignore[no-untyped-def]
            parts = urlsplit(url)
            path = Path(unquote(parts.path)).resolve()
            if parts.scheme != "file" or path.parent != fonts:
                raise ValueError(f"not a bundled font: {url}")
            return super().fetch(url, headers)

    return FontFetcher(allowed_protocols=("file",))


def render(html: str, *more: str) -> bytes:
    """The PDF of a whole HTML page (`<html lang>` and `<title>` included), laid out by `document.css` and `more`.

    Raises PrintingRefused where the PDF library is missing. About 60 ms a page.
    """
    return render_together([html], *more)


def render_together(pieces: Iterable[str], *more: str) -> bytes:
    """One PDF of one or more such pages, titled like the first; each is laid out before the next one is asked for."""
    library = _weasyprint()
    if library is None:
        raise PrintingRefused(
            "Chưa in được: máy chủ chưa cài thư viện PDF.",
            hint="Đề nghị quản trị cài gói libpango-1.0-0 và libpangoft2-1.0-0.",
            code="pdf-unavailable",
        )
    fetcher = _fetch_fonts_only(library)
    fonts = library.text.fonts.FontConfiguration()
    sheets = [
        library.CSS(filename=str(_static_path(name)), url_fetcher=fetcher, font_config=fonts)
        for name in (STYLESHEET, *more)
    ]
    options = {"stylesheets": sheets, "font_config": fonts, "pdf_variant": PDF_VARIANT}
    laid_out = [library.HTML(string=html, url_fetcher=fetcher, media_type="print").render(**options) for html in pieces]
    together = laid_out[0].copy([page for piece in laid_out for page in piece.pages])
    printed: bytes = together.write_pdf(pdf_variant=PDF_VARIANT)
    return printed
