"""What people ask about what is held on them, and what the house does about it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from nahbar.core.ids import new_public_id
from nahbar.customers.models import Customer


class PersonRequest(models.Model):
    """Somebody asks for their data, or that something becomes of them. The clock runs from `received_on`.

    `due_on` is a month later, or as long as it was extended; `reason` says why it was, or why it was
    refused. `identity` is how we made sure that it is them. After an erasure there is no `customer`,
    and the words are gone; that, when and how it was answered stays.
    """

    class Kind(models.TextChoices):
        ACCESS = "access", _("wants to know what is held")
        COPY = "copy", _("wants to take the data along")
        CORRECTION = "correction", _("wants something corrected")
        ERASURE = "erasure", _("wants to be erased")
        RESTRICTION = "restriction", _("wants it restricted")
        OBJECTION = "objection", _("objects")

    class Identity(models.TextChoices):
        OPEN = "open", _("not yet made sure of")
        KNOWN = "known", _("known to us in person")
        DOCUMENT = "document", _("showed a document")
        ADDRESS = "address", _("wrote from the address we know")
        CALLED_BACK = "called_back", _("called back under the number we know")
        OTHER = "other", _("in another way")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        DONE = "done", _("answered")
        REFUSED = "refused", _("refused")

    public_id = models.UUIDField(unique=True, default=new_public_id, editable=False)
    customer = models.ForeignKey(
        Customer, on_delete=models.SET_NULL, null=True, related_name="privacy_requests"
    )
    kind = models.CharField(_("What they ask"), max_length=11, choices=Kind)
    received_on = models.DateField(_("Came in on"))
    due_on = models.DateField(_("To be answered by"))
    extended_on = models.DateField(null=True)
    identity = models.CharField(
        _("How we know that it is them"), max_length=11, choices=Identity, default=Identity.OPEN
    )
    note = models.TextField(_("In their words"), max_length=2_000, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    state = models.CharField(max_length=7, choices=State, default=State.OPEN)
    reason = models.TextField(_("Reason"), max_length=2_000, blank=True)
    answered_on = models.DateField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["due_on"], condition=models.Q(state="open"), name="request_open")
        ]

    def __str__(self) -> str:
        return f"request {self.pk}"


class Restriction(models.Model):
    """Until it is lifted only those who lead see the customer, and nothing is sent to them."""

    class Reason(models.TextChoices):
        ACCURACY = "accuracy", _("they say that something is wrong, and we are checking")
        UNLAWFUL = "unlawful", _("we must not use it, and they do not want it erased")
        CLAIMS = "claims", _("we need it no longer, they need it for a claim")
        OBJECTION = "objection", _("they objected, and we are weighing it")

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="restrictions")
    reason = models.CharField(_("Why"), max_length=9, choices=Reason)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["customer"], condition=models.Q(ended_at=None), name="one_restriction"
            )
        ]

    def __str__(self) -> str:
        return f"restriction {self.pk}"


class StandingObjection(models.Model):
    """What the customer does not want done with their data, for good, until they say otherwise."""

    class Against(models.TextChoices):
        ADVERTISING = "advertising", _("advertising")
        PROFILING = "profiling", _("being valued (profiling)")

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="objections")
    against = models.CharField(_("Against what"), max_length=11, choices=Against)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["against", "customer"],
                condition=models.Q(ended_at=None),
                name="one_objection_of_a_kind",
            )
        ]

    def __str__(self) -> str:
        return f"objection {self.pk}"


class Erasure(models.Model):
    """One erasure and how far it is. Of the person it knows random ids and numbers alone.

    `customers` are primary keys, `counts` how many rows of each holding went, `spots` the words on
    others (`model:id`) that somebody decided to take out as well.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("about to begin")
        FILES = "files", _("taking them out of files")
        ROWS = "rows", _("taking them out of the database")
        TRACES = "traces", _("overwriting what is left")
        DONE = "done", _("done")

    public_id = models.UUIDField(unique=True, default=new_public_id, editable=False)
    state = models.CharField(max_length=6, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    customers = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    spots = models.JSONField(default=list)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["asked_at"], condition=~models.Q(state="done"), name="erasure_under_way"
            )
        ]

    def __str__(self) -> str:
        return f"erasure {self.pk}"


class KeptByLaw(models.Model):
    """Rows that an erasure had to leave, without the person, until the day is over."""

    erasure = models.ForeignKey(Erasure, on_delete=models.CASCADE, related_name="kept")
    model = models.CharField(max_length=60)
    ids = models.JSONField(default=list)
    count = models.IntegerField()
    until = models.DateField(db_index=True)
    gone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"kept {self.pk}"


class RetentionRule(models.Model):
    """How long the house keeps one kind of thing; `months` null: for good.

    The one called `accounts` says in years how long the law has accounts kept.
    """

    ACCOUNTS = "accounts"

    key = models.CharField(max_length=40, unique=True)
    months = models.PositiveSmallIntegerField(_("Months"), null=True)
    is_on = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key


class Breach(models.Model):
    """Data got where they should not, or were lost. From when it is known, 72 hours run."""

    public_id = models.UUIDField(unique=True, default=new_public_id, editable=False)
    title = models.CharField(_("What happened"), max_length=200)
    happened_on = models.DateField(_("When it happened"), null=True)
    known_at = models.DateTimeField(_("When we knew of it"))
    affected = models.PositiveIntegerField(_("How many people, about"), null=True)
    data = models.TextField(_("Which data"), max_length=2_000, blank=True)
    consequences = models.TextField(_("What may come of it"), max_length=2_000, blank=True)
    steps = models.TextField(_("What we do about it"), max_length=2_000, blank=True)
    no_risk_because = models.TextField(
        _("Why nobody has to be told, where that is so"), max_length=2_000, blank=True
    )
    authority_told_at = models.DateTimeField(_("The authority was told"), null=True)
    people_told_at = models.DateTimeField(_("The people were told"), null=True)
    closed_at = models.DateTimeField(null=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    created_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    def __str__(self) -> str:
        return f"breach {self.pk}"
