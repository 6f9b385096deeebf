"""How the firm reckons."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.sales.models import Product
from nahbar.value import jobs
from nahbar.value.forms import RulesForm
from nahbar.value.models import GroupMargin, ValueSettings
from nahbar.value.operations.change_rules import change_rules

MOST_GROUPS = 200


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.RECKON_VALUE)
def rules(request: HttpRequest) -> HttpResponse:
    """The rules, to be read and changed; a change has the figures reckoned anew."""
    margins = dict(GroupMargin.objects.values_list("group", "percent"))
    form = RulesForm(
        request.POST or None,
        settings=ValueSettings.objects.first() or ValueSettings(),
        margins=margins,
        groups=_groups(margins),
    )
    if request.method != "POST":
        return render(request, "value/rules.html", {"form": form})
    if not form.is_valid():
        return render(request, "value/rules.html", {"form": form}, status=422)
    change_rules(
        rules=form.rules,
        group_margins=form.group_margins,
        version=form.cleaned_data["version"],
        by=person_in(request),
        at=clock.now(),
    )
    jobs.ask_for_refresh(by=person_in(request))
    messages.success(request, _("The rules are kept. The figures are being reckoned anew."))
    return redirect("value")


def _groups(known: Iterable[str]) -> list[str]:
    """Groups that products are in or that have a margin, by name."""
    sold = Product.objects.exclude(group="").values_list("group", flat=True).distinct()
    return sorted({*sold.order_by("group")[:MOST_GROUPS], *known})
