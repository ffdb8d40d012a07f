"""The public page that confirms a printed decision or certificate."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.policies import public_page
from awards.forms.decisions import ConfirmationForm
from awards.models import Honour
from awards.selectors import decisions as reading


@public_page
@require_GET
def confirmation_search(request: HttpRequest) -> HttpResponse:
    """Type the code that is printed below the QR picture."""
    form = ConfirmationForm(request.GET or None)
    if form.is_valid():
        return redirect("awards:confirmation", form.cleaned_data["code"].upper())
    return render(request, "awards/confirmation_search.html", {"heading": "Xác nhận văn bản", "form": form})


@public_page
@require_GET
def confirmation(request: HttpRequest, code: str) -> HttpResponse:
    """Whether the paper with this code is genuine, and its main lines."""
    found = reading.confirmation(code)
    context = {"heading": "Xác nhận văn bản", "code": code.upper()[:12]}
    if found is None:
        return render(request, "awards/confirmation_none.html", context, status=404)
    if isinstance(found, Honour):
        return render(request, "awards/confirmation_honour.html", {**context, "honour": found})
    facts = reading.decision_facts(found)
    return render(request, "awards/confirmation_decision.html", {**context, "decision": found, "facts": facts})
