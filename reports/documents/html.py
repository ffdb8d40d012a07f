"""Documents as HTML: the fragment shown in a page, and the whole page that is printed."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from reports.documents.certificate import Certificate
from reports.documents.parts import Letter

Document = Letter | Certificate


def fragment(document: Document) -> SafeString:
    """The document as it stands in the preview page."""
    return mark_safe(render_to_string(document.template, {"document": document}))


def page(document: Document) -> str:
    """The document as a page of its own, ready for `reports.pdf.renderer.render`."""
    author = document.grantor if isinstance(document, Certificate) else document.letterhead.issuer
    return render_to_string("reports/documents/print.html", {"document": document, "author": author})
