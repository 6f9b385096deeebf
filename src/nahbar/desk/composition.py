"""What the rooms show on shared pages and in the rail, arranged in `site/pages.py`; the desk only lays it out."""

from typing import Literal

from django.http import HttpRequest
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from nahbar.core.models import User
from nahbar.core.panels import HousePanel, Job, JobFinder, Panel, SubjectPanel
from nahbar.core.task_watch import asked_together
from nahbar.customers.models import Customer

Page = Literal["today", "experience", "actions", "overview"]
PLACES = ("marks", "main", "aside")

_customer_panels: list[SubjectPanel] = []
_page_panels: dict[Page, list[HousePanel]] = {}
_job_finders: list[JobFinder] = []
_banners: list[HousePanel] = []


def show_on_customer(*panels: SubjectPanel) -> None:
    """From now on these make their pieces of a customer's page. For `site/pages.py` alone."""
    _customer_panels.extend(panel for panel in panels if panel not in _customer_panels)


def customer_panels(request: HttpRequest, customer: Customer) -> dict[str, list[Panel]]:
    """All pieces that have something to show to who asks, by place, in the order of their rank."""
    made = (make(request, customer) for make in _customer_panels)
    return _by_place([panel for panel in made if panel])


def show_on_page(page: Page, *panels: HousePanel) -> None:
    """From now on these make their pieces of one of the desk's pages. For `site/pages.py` alone."""
    there = _page_panels.setdefault(page, [])
    there.extend(panel for panel in panels if panel not in there)


def page_panels(request: HttpRequest, page: Page) -> dict[str, list[Panel]]:
    """The same for one of the desk's pages; empty where no room has anything to say."""
    made = (make(request) for make in _page_panels.get(page, []))
    panels = [panel for panel in made if panel]
    return _by_place(panels) if panels else {}


def show_banner(*banners: HousePanel) -> None:
    """From now on these may lay a strip over every page of the desk. For `site/pages.py` alone."""
    _banners.extend(banner for banner in banners if banner not in _banners)


def banners_for(request: HttpRequest) -> list[Panel]:
    """All strips that have something to say to who asks."""
    made = (make(request) for make in _banners)
    return [panel for panel in made if panel]


def find_jobs(*finders: JobFinder) -> None:
    """From now on these say what is under way that somebody may see. For `site/pages.py` alone."""
    _job_finders.extend(finder for finder in finders if finder not in _job_finders)


def jobs_for(person: User) -> list[Job]:
    """All that is under way for this person."""
    with asked_together():
        return [job for find in _job_finders for job in find(person)]


@pass_context
def show_panel(context: Context, panel: Panel) -> Markup:
    """For templates: the piece as HTML; its context stands beside that of the page."""
    template = context.environment.get_template(panel.template)
    return Markup(template.render({**context.get_all(), **panel.context}))  # noqa: S704  # escaped by its template


def _by_place(panels: list[Panel]) -> dict[str, list[Panel]]:
    ordered = sorted(panels, key=lambda panel: panel.rank)
    return {place: [panel for panel in ordered if panel.place == place] for place in PLACES}
