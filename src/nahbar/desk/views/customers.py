"""The list of customers: by name with a search, or by value for who may see it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from nahbar.core.access import Ability, may
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.models import User
from nahbar.customers.own_fields.definitions import definitions_in
from nahbar.customers.own_fields.narrowing import narrow, understood
from nahbar.customers.queries import visible_customers
from nahbar.desk.customer_list import Wanted, how_many, list_customers, rows_of
from nahbar.desk.list_links import filters_for, orders_for, own_filters_of, pages_for, without_form
from nahbar.desk.own_filters import asked_for, fields_to_filter
from nahbar.value.class_letters import shows_classes_in


@require_safe
@door(Ability.SEE_CUSTOMERS)
def customers(request: HttpRequest) -> HttpResponse:
    """Up to fifty customers, found by key."""
    person = person_in(request)
    sees_value = may(person, Ability.SEE_VALUE)
    shows_classes = sees_value and shows_classes_in(request)
    wanted = Wanted.read(request.GET, sees_value=sees_value)
    fields = definitions_in(request)
    meant, told = understood(wanted.own, fields)
    visible = narrow(visible_customers(person), meant)
    listed = list_customers(visible, wanted)
    shows = {
        "count": how_many(visible, wanted, listed) if listed.customers else "",
        "wanted": wanted,
        "rows": rows_of(listed, fields, sees_value=sees_value),
        "pages": pages_for(wanted, listed),
        "orders": orders_for(wanted) if sees_value else [],
        "own_filters_held": own_filters_of(wanted, told),
        "own_back": without_form(wanted, told),
        "own_asked": asked_for(request, told),
        "own_fields": [] if wanted.order else fields_to_filter(fields),
        "filters": filters_for(wanted, shows_classes=shows_classes),
        "shows_classes": shows_classes,
        "is_empty_house": not listed.customers and wanted.is_plain and not _is_anybody_here(person),
        "may_edit": may(person, Ability.EDIT_CUSTOMERS),
        "may_export": may(person, Ability.EXPORT_CUSTOMERS),
        "import_url": reverse("imports") if may(person, Ability.RUN_IMPORTS) else "",
    }
    return render(request, "desk/customers.html", shows)


def _is_anybody_here(person: User) -> bool:
    return visible_customers(person).exists()
