"""The room itself: what waits, what is being erased, what went wrong, how long things are kept."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.holdings import holdings
from nahbar.core.refusing import is_done
from nahbar.customers.names import name_of
from nahbar.privacy.deadlines import hours_left
from nahbar.privacy.models.requests import Breach, Erasure, RetentionRule
from nahbar.privacy.operations.retain import set_rule
from nahbar.privacy.request_forms import RuleForm
from nahbar.privacy.request_queries import open_requests
from nahbar.privacy.retention import A_YEAR, preview, rules, years_of_accounts

SHOWN = 20


@require_safe
@door(Ability.LEAD_PRIVACY)
def room(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, and what goes on."""
    now, today = clock.now(), clock.today()
    asked = [
        (one, name_of(one.customer) if one.customer else "", (one.due_on - today).days)
        for one in open_requests()
    ]
    breaches = Breach.objects.order_by("closed_at", "-known_at")[:SHOWN]
    shows = {
        "requests": asked,
        "erasures": list(Erasure.objects.select_related("asked_by").order_by("-pk")[:SHOWN]),
        "breaches": [(one, hours_left(one, now)) for one in breaches],
    }
    return render(request, "privacy/room.html", shows)


@require_safe
@door(Ability.LEAD_PRIVACY)
def processing(request: HttpRequest) -> HttpResponse:
    """The record of processing: what the house holds, what for, on what ground, how long."""
    kept = {rule.aging.key: rule for rule in rules()}
    rows = [(one, kept.get(one.key)) for one in reversed(holdings())]
    shows = {"rows": rows, "years": years_of_accounts()}
    return render(request, "privacy/processing.html", shows)


@require_safe
@door(Ability.LEAD_PRIVACY)
def retention(request: HttpRequest) -> HttpResponse:
    """How long each kind of thing is kept, and what that would remove today."""
    return _retention(request, {})


@require_http_methods(["POST"])
@door(Ability.LEAD_PRIVACY)
def rule(request: HttpRequest, key: str) -> HttpResponse:
    """Set one rule."""
    if key != RetentionRule.ACCOUNTS and key not in {one.aging.key for one in rules()}:
        raise Http404
    by, form = person_in(request), RuleForm(request.POST, prefix=key)

    def act(said: dict[str, object]) -> None:
        months = said["months"]
        whole = (
            months * A_YEAR if key == RetentionRule.ACCOUNTS and isinstance(months, int) else months
        )
        set_rule(key, whole, is_on=bool(said["is_on"]), by=by, at=clock.now())  # type: ignore[arg-type]  # a number or nothing

    if is_done(form, act):
        messages.success(request, _("Saved."))
        return redirect("privacy_retention")
    return _retention(request, {key: form})


def _retention(request: HttpRequest, sent: dict[str, RuleForm]) -> HttpResponse:
    today = clock.today()
    told = [
        (
            one,
            sent.get(one.aging.key)
            or RuleForm(prefix=one.aging.key, initial={"months": one.months, "is_on": one.is_on}),
            preview(one.aging, one.months, today),
        )
        for one in rules()
    ]
    accounts = sent.get(RetentionRule.ACCOUNTS) or RuleForm(
        prefix=RetentionRule.ACCOUNTS, initial={"months": years_of_accounts()}
    )
    accounts.fields["months"].label = _("Years")
    shows = {"rules": told, "accounts": accounts}
    return render(request, "privacy/retention.html", shows, status=422 if sent else 200)
