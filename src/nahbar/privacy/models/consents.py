"""What people agreed to: for what, on which channel, about which topic, in which words, and how that is proved."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from nahbar.core.ids import new_public_id
from nahbar.core.models import Batch, StoredFile
from nahbar.customers.models import Customer
from nahbar.customers.models.own_fields import Bilingual
from nahbar.dispatch.models import OutgoingMail


class Channel(models.TextChoices):
    """How somebody may be reached; none where a purpose reaches nobody, as profiling does."""

    MAIL = "mail", _("Mail")
    LETTER = "letter", _("Letter")
    PHONE = "phone", _("Phone")
    MESSAGE = "message", _("SMS and messenger")


class Step(models.TextChoices):
    """What was said or happened. A claim is what an old list says without day or source."""

    ASKED = "asked", _("asked, not answered yet")
    GIVEN = "given", _("given")
    CONFIRMED = "confirmed", _("given and confirmed")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn by the customer")
    EXPIRED = "expired", _("run out")
    CLAIMED = "claimed", _("claimed without proof")


class Way(models.TextChoices):
    """How it came to us."""

    COUNTER = "counter", _("at the counter")
    PHONE = "phone", _("on the phone")
    FORM = "form", _("in writing")
    LINK = "link", _("by a link")
    IMPORT = "import", _("taken over")
    HOUSE = "house", _("by itself")


ALLOWING = frozenset({Step.GIVEN, Step.CONFIRMED})
DENYING = frozenset({Step.REFUSED, Step.WITHDRAWN})


class Purpose(Bilingual):
    """What the house would like to do. `key` is how mails and machines name it, for good.

    With `asks_back` a word given for mail counts only when it was confirmed by mail (double opt-in)
    or is there in writing. `keeps_ip` keeps the internet address of who confirms. A consent runs out
    after `lasts_months`.
    """

    key = models.SlugField(max_length=40, unique=True)
    by_channel = models.BooleanField(_("Asked for each channel"), default=True)
    asks_back = models.BooleanField(_("Confirmed by mail before it counts for mail"), default=True)
    keeps_ip = models.BooleanField(
        _("Keep the internet address of those who confirm"), default=False
    )
    lasts_months = models.PositiveSmallIntegerField(
        _("Runs out after so many months"), null=True, blank=True
    )
    position = models.IntegerField()
    retired_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()


class Wording(models.Model):
    """The sentence that people agree to; a row is never changed, only followed by the next number."""

    purpose = models.ForeignKey(Purpose, on_delete=models.PROTECT, related_name="wordings")
    number = models.PositiveIntegerField()
    text = models.TextField(_("Wording"), max_length=2_000)
    text_en = models.TextField(_("Wording in English"), max_length=2_000, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["purpose", "number"], name="wording_once")
        ]

    def __str__(self) -> str:
        return f"wording {self.purpose_id}.{self.number}"

    def in_language(self, language: str) -> str:
        """The sentence as it is shown to who reads `language`."""
        return self.text_en if language.startswith("en") and self.text_en else self.text


class Topic(Bilingual):
    """Something a customer may want to hear of, or not."""

    key = models.SlugField(max_length=40, unique=True)
    position = models.IntegerField()
    retired_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()


class AboutConsent(models.Model):
    """What a consent is about. Without a topic it is about all of them."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="%(class)ss")
    purpose = models.ForeignKey(Purpose, on_delete=models.PROTECT, db_index=False)
    channel = models.CharField(_("Channel"), max_length=7, choices=Channel, blank=True)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, null=True, db_index=False)

    class Meta:
        abstract = True


class ConsentRequest(AboutConsent):
    """A question sent by mail that waits for its answer; `closed_at` is when it no longer does."""

    wording = models.ForeignKey(Wording, on_delete=models.PROTECT, db_index=False)
    language = models.CharField(max_length=12)
    address = models.CharField(max_length=254)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["expires_at"], condition=models.Q(closed_at=None), name="consent_asked_open"
            )
        ]

    def __str__(self) -> str:
        return f"request {self.pk}"


class ConsentLink(models.Model):
    """An address that was put into a mail as it went; of its secret the digest alone is kept.

    With a `request` it answers that one; else it opens the customer's choices. `purpose` is what the
    mail was for.
    """

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="consent_links")
    request = models.ForeignKey(
        ConsentRequest, on_delete=models.CASCADE, null=True, related_name="links"
    )
    purpose = models.ForeignKey(Purpose, on_delete=models.PROTECT, null=True, db_index=False)
    mail = models.ForeignKey(
        OutgoingMail, on_delete=models.SET_NULL, null=True, related_name="consent_links"
    )
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"link {self.pk}"


class ConsentFact(AboutConsent):
    """One thing that was said, asked or happened; rows are only added.

    `said_at` is when the customer said it (where nobody knows, without `is_dated`, when we heard of
    it), `noted_at` when we wrote it down. `by` is who of us was
    there. What proves it: `proof`, in words, and the kept file; `wording` is what they agreed to,
    shown in `language`; `address` is the mail address that was confirmed.
    """

    public_id = models.UUIDField(unique=True, default=new_public_id, editable=False)
    step = models.CharField(max_length=9, choices=Step)
    way = models.CharField(_("How"), max_length=7, choices=Way)
    said_at = models.DateTimeField()
    is_dated = models.BooleanField(default=True)
    noted_at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    wording = models.ForeignKey(Wording, on_delete=models.PROTECT, null=True, db_index=False)
    language = models.CharField(max_length=12, blank=True)
    address = models.CharField(max_length=254, blank=True)
    proof = models.TextField(_("How it is proved"), max_length=2_000, blank=True)
    proof_file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, db_index=False)
    proof_name = models.CharField(max_length=120, blank=True)
    ip = models.GenericIPAddressField(null=True)
    request = models.ForeignKey(
        ConsentRequest, on_delete=models.SET_NULL, null=True, db_index=False
    )
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True)

    def __str__(self) -> str:
        return f"{self.step} {self.pk}"


class ConsentState(AboutConsent):
    """How it stands now: the fact that counts, as a row to be asked for many customers at once.

    `expires_at` is when an allowing one runs out, `address` the only mail address it holds for.
    """

    step = models.CharField(max_length=9, choices=Step)
    allows = models.BooleanField()
    since = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    address = models.CharField(max_length=254, blank=True)
    fact = models.OneToOneField(ConsentFact, on_delete=models.CASCADE, related_name="state")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["customer", "purpose", "channel"],
                condition=models.Q(topic=None),
                name="one_state_for_all_topics",
            ),
            models.UniqueConstraint(
                fields=["customer", "purpose", "channel", "topic"],
                condition=~models.Q(topic=None),
                name="one_state_for_a_topic",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["purpose", "channel", "topic", "customer"],
                condition=models.Q(allows=True),
                name="consent_allows",
            ),
            models.Index(
                fields=["expires_at"],
                condition=models.Q(allows=True) & ~models.Q(expires_at=None),
                name="consent_runs_out",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.pk}"
