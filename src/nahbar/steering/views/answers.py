"""The questions a firm can answer before its report."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.refusals import Refused
from nahbar.sales.models import Product
from nahbar.steering.forms import AnswersForm, Competitors
from nahbar.steering.operations.save_answers import save_answers
from nahbar.steering.queries import what_was_said
from nahbar.value.rules import current_rules

MOST_GROUPS = 200


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.MAKE_REPORT)
def answers(request: HttpRequest) -> HttpResponse:
    """All on one page, every answer optional."""
    said, rules = what_was_said(), current_rules()
    form = AnswersForm(
        request.POST or None,
        said=said,
        counts_visits=rules.counts_visits,
        long_groups=list(rules.long_groups),
        groups=_groups(),
    )
    rivals = Competitors(
        request.POST or None,
        prefix="competitor",
        initial=[{n: getattr(one, n) for n in ("name", "acts", "succeeds")} for one in said.competitors],
    )  # fmt: skip
    if request.method == "POST" and form.is_valid() and rivals.is_valid():
        try:
            save_answers(
                answers=form.answers,
                competitors=[row for row in rivals.cleaned_data if row],
                counts_visits=form.cleaned_data["counts_visits"],
                long_groups=form.cleaned_data.get("long_groups"),
                version=form.cleaned_data["version"],
                by=person_in(request),
                at=clock.now(),
            )
        except Refused as refusal:
            if refusal.code == "not_allowed":
                raise
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your answers are kept and stand in the report."))
            return redirect("report")
    status = 422 if request.method == "POST" else 200
    return render(request, "steering/answers.html", {"form": form, "rivals": rivals}, status=status)


def _groups() -> list[str]:
    sold = Product.objects.exclude(group="").order_by("group")
    return list(sold.values_list("group", flat=True).distinct()[:MOST_GROUPS])
