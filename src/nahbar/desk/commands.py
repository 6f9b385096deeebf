"""What the palette offers on every page, each to whom may do it. Some rooms bring commands of their own."""

from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability
from nahbar.core.palette import Command


def _page(
    name: str,
    label: Promise,
    words: str | Promise = "",
    keys: str = "",
    ability: Ability = Ability.SEE_HOUSE,
) -> Command:
    """A command that leads to the address of this name."""
    return Command(name, label, words, reverse_lazy(name), keys, ability)


def _theme(value: str, label: Promise) -> Command:
    """Light or dark: pressed on the page where scripts run, else chosen among one's own settings."""
    return Command(
        f"theme_{value}",
        label,
        _("appearance theme"),
        format_lazy("{}#id_theme", reverse_lazy("me")),
        press=f"[data-theme-switch] [value={value}]",
    )


PAGES = (
    _page("today", _("Today"), _("start home day"), "g h"),
    _page("customers", _("Customers"), _("list people"), "g k", Ability.SEE_CUSTOMERS),
    _page("tasks", _("My tasks and promises"), _("to do open"), "g t", Ability.SEE_AGENDA),
    _page("experience", _("Experience"), "", "g e"),
    _page("actions", _("Actions"), "", "g a"),
    _page("overview", _("Overview"), _("figures report"), "g u"),
    _page("value", _("Value"), _("customer value classes"), "g w", Ability.SEE_VALUE),
    _page("findings", _("Findings"), "", "g f", Ability.SEE_FINDINGS),
    _page("team_day", _("The team’s day"), _("overdue colleagues"), "", Ability.LEAD_TEAM),
    _page("imports", _("Import data"), _("file upload table"), "g i", Ability.SEE_IMPORTS),
    _page("fields", _("Fields and tags"), _("own fields lists"), "", Ability.DEFINE_FIELDS),
    _page("people", _("Our team"), _("roles"), "", Ability.SET_UP_HOUSE),
    _page("house", _("The house"), _("firm settings"), "", Ability.SET_UP_HOUSE),
    _page("me", _("About me"), _("language name settings"), "g m"),
    _page("keys", _("Keys"), _("keyboard shortcuts")),
)
DEEDS = (
    _page(
        "customer_new",
        _("New customer"),
        _("somebody new create"),
        "m k",
        Ability.EDIT_CUSTOMERS,
    ),
    _page("task_new", _("New task"), _("create to do"), "m t", Ability.KEEP_AGENDA),
)
SELF = (
    _theme("light", _("Light")),
    _theme("dark", _("Dark")),
    _theme("auto", _("Light or dark as the device")),
    Command(
        "sign_out",
        _("Sign out"),
        _("log out leave end"),
        reverse_lazy("account_logout"),
        press="[data-sign-out] button",
    ),
)
COMMANDS = (*PAGES, *DEEDS, *SELF)
