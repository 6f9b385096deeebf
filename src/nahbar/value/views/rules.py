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
from nahbar.core.refusing import told_in
from nahbar.sales.models import Product
from nahbar.value.forms import RulesForm
from nahbar.value.models import GroupMargin, LongCycle, ValueSettings
from nahbar.value.operations.change_rules import change_rules

MOST_GROUPS = 200


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.RECKON_VALUE)
def rules(request: HttpRequest) -> HttpResponse:
    """The rules, to be read and changed; a change has the figures reckoned anew."""
    margins = dict(GroupMargin.objects.values_list("group", "percent"))
    long_groups = set(LongCycle.objects.values_list("group", flat=True))
    form = RulesForm(
        request.POST or None,
        settings=ValueSettings.objects.first() or ValueSettings(),
        margins=margins,
        long_groups=long_groups,
        groups=_groups(long_groups.union(margins)),
    )
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            change_rules(
                rules=form.rules,
                group_margins=form.group_margins,
                long_groups=form.long_groups,
                version=form.cleaned_data["version"],
                by=person_in(request),
                at=clock.now(),
            )
            messages.success(request, _("The rules are kept. The figures are being reckoned anew."))
            return redirect("value")
    status = 422 if request.method == "POST" else 200
    return render(request, "value/rules.html", {"form": form}, status=status)


def _groups(known: Iterable[str]) -> list[str]:
    """Groups that products are in or that rules know, by name."""
    sold = Product.objects.exclude(group="").values_list("group", flat=True).distinct()
    return sorted({*sold.order_by("group")[:MOST_GROUPS], *known})
