"""What this room holds on people: who they are, what sources say of them, how they are reached."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nahbar.core.files import release
from nahbar.core.holdings import HeldFile, Holding, Mention, Noted, Shown, Subject
from nahbar.core.ledger import blank_texts
from nahbar.core.models import StoredFile
from nahbar.core.search import changed
from nahbar.core.showing import Column, laid_out, rows_of
from nahbar.customers.choices import relation_words
from nahbar.customers.held_history import shown_history
from nahbar.customers.models import (
    ContactPoint,
    Customer,
    CustomerNumber,
    ImportantDay,
    OwnValue,
    PostalAddress,
    Relation,
    Remark,
    SourceRecord,
    Statement,
    Viewing,
)
from nahbar.customers.names import name_of
from nahbar.customers.own_fields.definitions import every_field
from nahbar.customers.own_fields.values import values_of
from nahbar.customers.subjects import CONTRACT, INTEREST
from nahbar.customers.words import day_in_words

CARE = _("To serve the customer and to know who they are.")
SPOKEN: tuple[Column, ...] = (
    ("recorded_at", _("Noted")),
    ("valid_until", _("Until")),
    ("source", _("Source")),
)


def _customers(subject: Subject) -> Shown:
    names = ("kind", "stage", "name", "salutation", "title", "given_name", "family_name",
             "title_behind", "organisation", "language", "found_us", "since", "cared_for_by",
             "branch", "created_at", "public_id")  # fmt: skip
    found = Customer.objects.filter(pk__in=subject.customers).select_related(
        "cared_for_by", "branch"
    )
    heads: dict[str, Any] = {
        field.name: field.verbose_name for field in Customer._meta.fields if field.name in names
    }
    heads |= {"cared_for_by": _("Who cares for them"), "created_at": _("Noted"),
              "public_id": _("Id")}  # fmt: skip
    rows = rows_of(found, names)
    told = [
        {"field": heads[name], "value": row[name]} for row in rows for name in names if row[name]
    ]
    words = laid_out((("field", _("What")), ("value", _("Value"))), told)
    return Shown(words.columns, words.rows, laid_out([(n, n) for n in names], rows).data)


def _records(subject: Subject) -> Shown:
    found = SourceRecord.objects.filter(customer__in=subject.customers).select_related("source")
    rows = rows_of(
        found.order_by("pk"),
        ("recorded_at", "superseded_at", "source", "key", "fields"),
        source="source__called",
    )
    columns = (
        ("recorded_at", _("Noted")),
        ("superseded_at", _("Until")),
        ("source", _("Source")),
        ("key", _("Known there as")),
        ("fields", _("What it says")),
    )
    return laid_out(columns, rows)


def _points(subject: Subject) -> Shown:
    found = ContactPoint.objects.filter(customer__in=subject.customers)
    return _spoken(found, (("kind", _("Kind")), ("value", _("Value")), ("use", _("Use"))))


def _addresses(subject: Subject) -> Shown:
    names = ("street", "extra", "postcode", "city", "region", "country", "use")
    heads = {field.name: field.verbose_name for field in PostalAddress._meta.fields}
    found = PostalAddress.objects.filter(customer__in=subject.customers)
    return _spoken(found, tuple((name, heads[name]) for name in names))


def _numbers(subject: Subject) -> Shown:
    found = CustomerNumber.objects.filter(customer__in=subject.customers)
    return _spoken(found, (("number", _("Customer number")),))


def _days(subject: Subject) -> Shown:
    found = ImportantDay.objects.filter(customer__in=subject.customers).order_by("pk")
    rows = [
        {
            "day": day_in_words(one),
            "kind": one.get_kind_display(),
            "label": one.label,
            "recorded_at": one.recorded_at,
            "valid_until": one.valid_until,
            "source": one.record.source.called if one.record else "",
        }
        for one in found.select_related("record__source")
    ]
    columns = (("day", _("Day")), ("kind", _("Kind")), ("label", _("Occasion")), *SPOKEN)
    return laid_out(columns, rows)


def _remarks(subject: Subject) -> Shown:
    found = Remark.objects.filter(customer__in=subject.customers).select_related("by")
    return _spoken(found, (("kind", _("Kind")), ("text", _("Text")), ("by", _("Who noted it"))))


def _own(subject: Subject) -> Shown:
    told = values_of(subject.customers, every_field().values())
    rows = [
        {"field": one.field.called, "value": one.text}
        for shown in told.values()
        for one in shown.values()
    ]
    return laid_out((("field", _("Field")), ("value", _("Value"))), rows)


def _tags(subject: Subject) -> Shown:
    found = Customer.tags.through.objects.filter(customer__in=subject.customers)
    return laid_out((("tag", _("The tag")),), rows_of(found.select_related("tag"), ("tag",)))


def _relations(subject: Subject) -> Shown:
    """Who they belong to: the other's name is the other's, and stands here because it says something of them."""
    mine = Q(origin__in=subject.customers) | Q(target__in=subject.customers)
    rows = []
    for one in Relation.objects.filter(mine).select_related("origin", "target").order_by("pk"):
        backwards = one.target_id in subject.customers
        other = one.origin if backwards else one.target
        words = relation_words(one.kind, backwards=backwards)
        rows.append({"since": one.created_at, "words": words, "who": name_of(other)})
    columns = (("since", _("Noted")), ("words", _("How")), ("who", _("Whom")))
    return laid_out(columns, rows)


def _picture(subject: Subject) -> Shown:
    found = Customer.objects.filter(pk__in=subject.customers, picture__isnull=False)
    rows = [
        {"what": _("A picture"), "bytes": one.picture.size}
        for one in found.select_related("picture")
        if one.picture
    ]
    return laid_out((("what", _("What")), ("bytes", _("Bytes"))), rows)


def _viewings(subject: Subject) -> Shown:
    found = Viewing.objects.filter(customer__in=subject.customers).select_related("user")
    return laid_out(
        (("user", _("Who")), ("seen_at", _("When"))), rows_of(found, ("user", "seen_at"))
    )


def _spoken(found: Any, columns: tuple[Column, ...]) -> Shown:
    sourced = found.model is CustomerNumber
    query = found.select_related("source" if sourced else "record__source").order_by("pk")
    path = "source__called" if sourced else "record__source__called"
    whole = (*columns, *SPOKEN)
    return laid_out(whole, rows_of(query, [name for name, _head in whole], source=path))


def _erase_rows(model: Any) -> Any:
    def erase(subject: Subject, at: datetime) -> int:
        return int(model.objects.filter(customer__in=subject.customers).delete()[0])

    return erase


def _erase_tags(subject: Subject, at: datetime) -> int:
    hung = Customer.tags.through.objects.filter(customer__in=subject.customers)
    return int(hung.delete()[0])


def _erase_relations(subject: Subject, at: datetime) -> int:
    """The others stay as they are; only the tie goes."""
    mine = Q(origin__in=subject.customers) | Q(target__in=subject.customers)
    return int(Relation.objects.filter(mine).delete()[0])


def _erase_records(subject: Subject, at: datetime) -> int:
    mine = SourceRecord.objects.filter(customer__in=subject.customers)
    Statement.objects.filter(record__in=mine).delete()
    return int(mine.delete()[0])


def _erase_picture(subject: Subject, at: datetime) -> int:
    """The one that shows; the ones before were released when they were changed."""
    shown = Customer.objects.filter(pk__in=subject.customers, picture__isnull=False)
    files = list(StoredFile.objects.filter(pk__in=shown.values("picture")))
    for one in files:
        release(one)
    shown.update(picture=None)
    return len(files)


def _erase_customers(subject: Subject, at: datetime) -> int:
    changed(subject.customers)
    blank_texts(Customer, subject.customers)
    return int(Customer.objects.filter(pk__in=subject.customers).delete()[0])


def _known_as(subject: Subject) -> Noted:
    records = SourceRecord.objects.filter(customer__in=subject.customers)
    return Noted(sorted(set(records.values_list("source_id", "key"))))


def _picture_files(subject: Subject) -> list[HeldFile]:
    found = Customer.objects.filter(pk__in=subject.customers, picture__isnull=False)
    keys = found.values_list("picture_id", flat=True)
    return [HeldFile(f"picture-{key}.webp", key) for key in keys if key]


def _mentions(subject: Subject) -> list[Mention]:
    """Remarks on others in which the name stands."""
    found: list[Mention] = []
    for name in subject.names:
        rows = Remark.objects.filter(text__icontains=name).exclude(customer__in=subject.customers)
        found += [
            Mention(f"customers.remarks:{one.pk}", one.customer_id, one.text) for one in rows[:50]
        ]
    return found


def _blank_mention(pk: int, at: datetime) -> None:
    """The remark no longer holds, and says nothing any more; nor does the record it came from."""
    found = Remark.objects.filter(pk=pk).select_related("record").first()
    if found:
        if found.record:
            _blank_said(found.record, found.text)
        found.text, found.valid_until = "…", found.valid_until or at
        found.save(update_fields=["text", "valid_until"])
        changed([found.customer_id])


def _blank_said(record: SourceRecord, text: str) -> None:
    told = Statement.objects.filter(record=record)
    rows: list[SourceRecord | Statement] = [record, *told]
    for one in rows:
        one.fields = {name: "…" if text in str(said) else said for name, said in one.fields.items()}
        one.save(update_fields=["fields"])


def _part(
    key: str, label: Any, models: tuple[str, ...], show: Any, erase: Any, **more: Any
) -> Holding:
    wide = {"purpose": CARE, "basis": CONTRACT, **more}
    return Holding(
        key=f"customers.{key}", label=label, models=models, show=show, erase=erase, **wide
    )


HOLDINGS = (
    _part("history", _("What was changed"), ("core.LedgerText",), shown_history,
          lambda subject, at: blank_texts(Customer, subject.customers),
          purpose=_("To know who changed what, and to take it back."), basis=INTEREST),
    _part("viewings", _("Who has their page open"), ("customers.Viewing",), _viewings,
          _erase_rows(Viewing), purpose=_("To keep two people from overwriting each other.")),
    _part("remarks", _("Likes, dislikes, good to know"), ("customers.Remark",), _remarks,
          _erase_rows(Remark), basis=INTEREST, mentions=_mentions, blank_mention=_blank_mention),
    _part("days", _("Important days"), ("customers.ImportantDay",), _days,
          _erase_rows(ImportantDay), basis=INTEREST),
    _part("own_fields", _("Own fields"), ("customers.OwnValue",), _own, _erase_rows(OwnValue)),
    _part("tags", _("Tags"), ("customers.Tag_customers",), _tags, _erase_tags, basis=INTEREST),
    _part("relations", _("To whom they belong"), ("customers.Relation",), _relations,
          _erase_relations, basis=INTEREST),
    _part("contact_points", _("Mail addresses, telephone numbers, websites"),
          ("customers.ContactPoint",), _points, _erase_rows(ContactPoint)),
    _part("addresses", _("Addresses"), ("customers.PostalAddress",), _addresses,
          _erase_rows(PostalAddress)),
    _part("numbers", _("Customer numbers"), ("customers.CustomerNumber",), _numbers,
          _erase_rows(CustomerNumber)),
    _part("records", _("What sources say"), ("customers.SourceRecord", "customers.Statement"),
          _records, _erase_records, notes=_known_as),
    _part("picture", _("Picture"), (), _picture, _erase_picture, basis=INTEREST, folders=("files",),
          files=_picture_files),
    _part("customer", _("Who they are"), ("customers.Customer",), _customers, _erase_customers),
)  # fmt: skip
