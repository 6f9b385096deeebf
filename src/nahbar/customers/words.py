"""What is known of customers, in words."""

from datetime import date

from babel import dates
from django.utils.translation import gettext as _

from nahbar.core import formats
from nahbar.core.language import current_locale
from nahbar.core.models import Source
from nahbar.customers.choices import country_name
from nahbar.customers.models import (
    ContactPoint,
    ImportantDay,
    PostalAddress,
    Remark,
    SourceRecord,
)
from nahbar.customers.operations.days import LEAP_YEAR
from nahbar.customers.typed import PHONES, readable_phone


def contact_in_words(point: ContactPoint) -> str:
    """A number in groups; anything else as it is."""
    return readable_phone(point.value) if point.kind in PHONES else point.value


def contact_url(point: ContactPoint) -> str:
    """Where a tap leads: writing, calling, or the page; nowhere for anything odd."""
    if point.kind == ContactPoint.Kind.EMAIL:
        return f"mailto:{point.value}"
    if point.kind in PHONES:
        return f"tel:{point.value}" if point.value.startswith("+") else ""
    if point.kind == ContactPoint.Kind.WEB:
        is_address = point.value.lower().startswith(("http://", "https://"))
        return point.value if is_address else f"https://{point.value}"
    return ""


def address_lines(address: PostalAddress) -> list[str]:
    """An address as on a letter; the country only where there is one."""
    place = " ".join(filter(None, (address.postcode, address.city)))
    country = country_name(address.country) if address.country else ""
    return [
        line for line in (address.street, address.extra, place, address.region, country) if line
    ]


def day_in_words(day: ImportantDay) -> str:
    """With its year where known; a day no calendar has, as some source gave it."""
    try:
        whole = date(day.year or LEAP_YEAR, day.month, day.day)
    except ValueError:
        return ".".join(str(part) for part in (day.day, day.month, day.year or ""))
    if day.year:
        return formats.date(whole, "long")
    return str(dates.format_skeleton("MMMMd", whole, locale=current_locale()))


def day_title(day: ImportantDay) -> str:
    """What the day is."""
    return day.label or str(ImportantDay.Kind(day.kind).label)


def source_name(source: Source | None) -> str:
    """Where something comes from: a source, or one of us."""
    return source.called if source else _("by hand")


def said_by(spoken: ContactPoint | PostalAddress | ImportantDay | Remark | SourceRecord) -> str:
    """Who said so, and when."""
    author = spoken.by if isinstance(spoken, Remark) else None
    record = spoken if isinstance(spoken, SourceRecord) else spoken.record
    source = source_name(record.source if record else None)
    told = {"who": str(author) if author else source, "date": formats.date(spoken.recorded_at)}
    return _("%(who)s, %(date)s") % told
