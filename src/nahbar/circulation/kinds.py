"""Words for what a thing is: any may be written, these and those of the house are suggested."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nahbar.circulation.models import Thing

USUAL: tuple[Promise, ...] = (
    _("Vehicle"),
    _("Bicycle"),
    _("Kitchen"),
    _("Heating"),
    _("Machine"),
    _("Device"),
    _("Tool"),
    _("Key"),
)
MOST = 40


def suggested_kinds() -> list[str]:
    """What the house has written so far, then the usual words, each once."""
    written = Thing.objects.exclude(kind="").order_by("kind").values_list("kind", flat=True)
    return list(dict.fromkeys([*written.distinct()[:MOST], *map(str, USUAL)]))
