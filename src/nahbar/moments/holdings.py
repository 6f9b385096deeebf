"""What this room holds on people: moments with them, and what was attached to those."""

from datetime import date, datetime

from django.db.models import Min, QuerySet
from django.utils.translation import gettext_lazy as _

from nahbar.core import formats
from nahbar.core.clock import house_zone
from nahbar.core.files import release
from nahbar.core.holdings import Aging, HeldFile, Holding, Mention, Old, Shown, Subject
from nahbar.core.search import changed
from nahbar.core.showing import laid_out, rows_of
from nahbar.customers.subjects import INTEREST
from nahbar.moments.models import Attachment, Encounter

EXAMPLES = 5
COLUMNS = (
    ("occurred_at", _("When")), ("kind", _("What")), ("channel", _("Channel")),
    ("branch", _("Branch")), ("by", _("Who of us")), ("by_name", _("Who of us, as the source has it")),
    ("touchpoint", _("Touchpoint")), ("mood", _("How it felt")), ("mood_word", _("In a word")),
    ("text", _("What happened")), ("companions", _("Who came along")), ("source", _("Source")),
)  # fmt: skip


def _encounters(subject: Subject) -> Shown:
    found = Encounter.objects.filter(customer__in=subject.customers).order_by("-occurred_at", "-pk")
    with_names = found.select_related("branch", "by", "touchpoint", "source")
    names = [name for name, _head in COLUMNS]
    return laid_out(COLUMNS, rows_of(with_names, names, source="source__called"))


def _attachments(subject: Subject) -> Shown:
    found = Attachment.objects.filter(customer__in=subject.customers).select_related("stored")
    columns = (("created_at", _("Noted")), ("kind", _("Kind")), ("name", _("Name")),
               ("bytes", _("Bytes")), ("removed_at", _("Taken away")))  # fmt: skip
    names = [name for name, _head in columns]
    return laid_out(columns, rows_of(found.order_by("pk"), names, bytes="stored__size"))


def _erase_encounters(subject: Subject, at: datetime) -> int:
    changed(subject.customers)
    return _without(Encounter.objects.filter(customer__in=subject.customers))


def _without(found: QuerySet[Encounter]) -> int:
    return found.delete()[1].get(Encounter._meta.label, 0)


def _erase_attachments(subject: Subject, at: datetime) -> int:
    return _let_files_go(list(Attachment.objects.filter(customer__in=subject.customers)))


def _let_files_go(found: list[Attachment]) -> int:
    with_files = Attachment.objects.filter(pk__in=[one.pk for one in found])
    for one in with_files.select_related("stored", "preview"):
        for file in filter(None, (one.stored, one.preview)):
            release(file)
    return int(with_files.delete()[0])


def _files(subject: Subject) -> list[HeldFile]:
    found = Attachment.objects.filter(customer__in=subject.customers).order_by("pk")
    return [HeldFile(f"{one.pk}-{one.name}", one.stored_id) for one in found]


def _mentions(subject: Subject) -> list[Mention]:
    """Moments with others in whose words the name stands."""
    found: list[Mention] = []
    for name in subject.names:
        others = Encounter.objects.exclude(customer__in=subject.customers)
        said = others.filter(text__icontains=name) | others.filter(companions__icontains=name)
        found += [
            Mention(
                f"moments.encounters:{one.pk}",
                one.customer_id,
                " · ".join(filter(None, (one.text, one.companions))),
            )
            for one in said.order_by("-pk")[:50]
        ]
    return found


def _blank_mention(pk: int, at: datetime) -> None:
    """The moment stays; what was written of it goes."""
    found = Encounter.objects.filter(pk=pk).first()
    if found:
        Encounter.objects.filter(pk=pk).update(text="", companions="")
        changed([found.customer_id])


def _before(day: date) -> QuerySet[Encounter]:
    midnight = datetime(day.year, day.month, day.day, tzinfo=house_zone())
    return Encounter.objects.filter(occurred_at__lt=midnight)


def _look(before: date) -> Old:
    found = _before(before)
    oldest = found.aggregate(oldest=Min("occurred_at"))["oldest"]
    first = found.order_by("occurred_at").values_list("occurred_at", "kind")[:EXAMPLES]
    kinds = dict(Encounter._meta.get_field("kind").flatchoices)
    said = [f"{formats.date(when)}: {kinds[kind]}" for when, kind in first]
    return Old(found.count(), oldest.date() if oldest else None, said)


def _remove(before: date, most: int) -> int:
    rows = list(_before(before).order_by("occurred_at").values_list("pk", "customer_id")[:most])
    ids = [pk for pk, _customer in rows]
    changed({customer for _pk, customer in rows})
    _let_files_go(list(Attachment.objects.filter(encounter__in=ids)))
    return _without(Encounter.objects.filter(pk__in=ids))


HOLDINGS = (
    Holding(
        "moments.attachments", _("Pictures and documents of moments"),
        _("To have at hand what was shown or signed."), INTEREST,
        ("moments.Attachment",), _attachments, _erase_attachments, folders=("files",),
        files=_files,
    ),
    Holding(
        "moments.encounters", _("Moments with them"),
        _("To know how each contact went, and to go on from there."), INTEREST,
        ("moments.Encounter", "moments.Encounter_colleagues"), _encounters, _erase_encounters,
        mentions=_mentions, blank_mention=_blank_mention,
    ),
)  # fmt: skip
AGINGS = (Aging("moments.encounters", _("Moments with customers"), None, _look, _remove),)
