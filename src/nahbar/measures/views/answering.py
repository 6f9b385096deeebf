"""How the room's forms are answered: done and led on, or shown again with what was wrong."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from nahbar.core.refusals import Refused
from nahbar.customers.operations.change import ChangedMeanwhile
from nahbar.measures.forms import RefusableForm, SeenForm


def is_done(form: RefusableForm, act: Callable[[], object]) -> bool:
    """Whether the answers were right and the operation did not refuse; the form tells if it did."""
    if not form.is_valid():
        return False
    try:
        act()
    except ChangedMeanwhile as refusal:
        if isinstance(form, SeenForm):
            form.beside(refusal.theirs)
        form.add_error(None, str(refusal))
        return False
    except Refused as refusal:
        if refusal.code == "not_allowed":
            raise
        form.refuse(refusal)
        return False
    return True


def answers_in(request: HttpRequest) -> QueryDict | None:
    """What was sent, be it nothing; None where the form was only asked for."""
    return request.POST if request.method == "POST" else None


def led_on(request: HttpRequest, told: str, page: str, *args: Any) -> HttpResponse:
    """To `page`, which says that it is done."""
    messages.success(request, told)
    return redirect(page, *args)


def form_page(request: HttpRequest, form: RefusableForm, **shows: Any) -> HttpResponse:
    """A page with one form; 422 when it came with errors."""
    status = 422 if form.errors else 200
    return render(request, "measures/form.html", {"form": form, **shows}, status=status)
