"""What the rooms show on the page of one customer, arranged in the wiring."""

from django.http import HttpRequest
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from nahbar.core.panels import Panel, SubjectPanel
from nahbar.customers.models import Customer

_customer_panels: list[SubjectPanel] = []


def show_on_customer(*panels: SubjectPanel) -> None:
    """From now on these make their pieces of a customer's page. For the wiring alone."""
    _customer_panels.extend(panel for panel in panels if panel not in _customer_panels)


def customer_panels(request: HttpRequest, customer: Customer) -> dict[str, list[Panel]]:
    """All pieces that have something to show to who asks, by place, in the order of their rank."""
    made = (make(request, customer) for make in _customer_panels)
    panels = sorted((panel for panel in made if panel), key=lambda panel: panel.rank)
    return {
        place: [panel for panel in panels if panel.place == place]
        for place in ("marks", "main", "aside")
    }


@pass_context
def show_panel(context: Context, panel: Panel) -> Markup:
    """For templates: the piece as HTML; its context stands beside that of the page."""
    template = context.environment.get_template(panel.template)
    return Markup(template.render({**context.get_all(), **panel.context}))  # noqa: S704  # escaped by its template
