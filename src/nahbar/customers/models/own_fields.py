"""Fields that the house makes for itself, the lists of values they choose from, and the values.

What is said in a field stands in the records of its sources, as everything that is said of a
customer does; `OwnValue` is the view of them by which pages show, filter and sort.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nahbar.core.models import Batch
from nahbar.core.money import MicrosField
from nahbar.core.plain_order import PlainOrderField
from nahbar.customers.models.customer import Customer

SAID = "own_"  # before a field's key, wherever it stands beside names of ours
LONGEST_LABEL = 80
LONGEST_CHOICE = 120


class OwnKind(models.TextChoices):
    """What the values of a field are."""

    TEXT = "text", _("Text of one line")
    LONG_TEXT = "long_text", _("Text of several lines")
    WHOLE = "whole", _("Whole number")
    DECIMAL = "decimal", _("Number with decimals")
    MONEY = "money", _("Amount of money")
    DATE = "date", _("Date")
    YES_NO = "yes_no", _("Yes or no")
    CHOICE = "choice", _("One of a list")
    CHOICES = "choices", _("Several of a list")
    LINK = "link", _("Link")
    MAIL = "mail", _("Mail address")
    PHONE = "phone", _("Telephone number")


LONGEST_KEY = 120  # of `folded`
NUMBERS = frozenset({OwnKind.WHOLE, OwnKind.DECIMAL, OwnKind.MONEY})
LISTED = frozenset({OwnKind.CHOICE, OwnKind.CHOICES})
TEXTS = frozenset({OwnKind.TEXT, OwnKind.LONG_TEXT, OwnKind.LINK, OwnKind.MAIL, OwnKind.PHONE})


class Bilingual(models.Model):
    """Something with one name, or with another for those who read English."""

    label = models.CharField(_("Name"), max_length=LONGEST_CHOICE)
    label_en = models.CharField(_("Name in English"), max_length=LONGEST_CHOICE, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.called

    @property
    def called(self) -> str:
        """The name in the reader's language."""
        is_english = (get_language() or "").startswith("en")
        return self.label_en if is_english and self.label_en else self.label


class ChoiceList(models.Model):
    """A list of values, which several fields may share."""

    name = models.CharField(_("Name"), max_length=LONGEST_LABEL)
    key = models.CharField(max_length=240, unique=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Choice(Bilingual):
    """One value of a list. Rows stay for good, so that an old word always leads to what it became."""

    choice_list = models.ForeignKey(ChoiceList, on_delete=models.CASCADE, related_name="choices")
    key = models.CharField(max_length=360)
    position = models.IntegerField()
    retired_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="merged"
    )
    merge = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, db_index=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["choice_list", "key"], name="choice_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["choice_list", "position"], name="choice_by_place")
        ]


class OwnField(Bilingual):
    """A field the house made. Its key is its name for machines, for good: it is never given again.

    `least` and `most` bound numbers (`12.5`) and days (`2026-03-02`), `longest` texts (characters).
    """

    key = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(_("Kind"), max_length=9, choices=OwnKind)
    choice_list = models.ForeignKey(
        ChoiceList, on_delete=models.PROTECT, null=True, related_name="fields"
    )
    currency = models.CharField(_("Currency"), max_length=3, blank=True)
    help = models.CharField(_("Hint"), max_length=200, blank=True)
    is_required = models.BooleanField(_("Must be filled in"), default=False)
    least = models.CharField(_("At least"), max_length=40, blank=True)
    most = models.CharField(_("At most"), max_length=40, blank=True)
    longest = models.PositiveIntegerField(_("Longest, in characters"), null=True, blank=True)
    pattern = models.CharField(_("Must be of this form"), max_length=20, blank=True)
    on_page = models.BooleanField(_("on the customer's page"), default=True)
    on_form = models.BooleanField(_("where customers are written down"), default=True)
    on_list = models.BooleanField(_("in the list of customers"), default=False)
    position = models.IntegerField()
    retired_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    @property
    def said_as(self) -> str:
        """By which name sources' records, exports and forms know it."""
        return SAID + self.key


class OwnValue(models.Model):
    """What shows of a customer in a field. Of several choices, each has a row.

    The column that the kind asks for is filled: `number` for numbers (millionths) and yes (1) or no
    (0), `day`, `choice`, else `text` with `folded`, by which it is found. A value that does not fit
    its field's kind stands in `text` as it was said.
    """

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="own_values")
    field = models.ForeignKey(OwnField, on_delete=models.PROTECT, db_index=False)
    text = models.TextField(blank=True)
    folded = PlainOrderField(max_length=120, blank=True)
    number = MicrosField(null=True)
    day = models.DateField(null=True)
    choice = models.ForeignKey(Choice, on_delete=models.PROTECT, null=True, db_index=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["customer", "field", "choice"],
                condition=models.Q(choice__isnull=False),
                name="own_choice_once",
            ),
            models.UniqueConstraint(
                fields=["customer", "field"],
                condition=models.Q(choice__isnull=True),
                name="own_value_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["field", "folded", "customer"], name="own_value_by_text"),
            models.Index(
                fields=["field", "number", "customer"],
                name="own_value_by_number",
                condition=models.Q(number__isnull=False),
            ),
            models.Index(
                fields=["field", "day", "customer"],
                name="own_value_by_day",
                condition=models.Q(day__isnull=False),
            ),
            models.Index(
                fields=["choice", "field", "customer"],
                name="own_value_by_choice",
                condition=models.Q(choice__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"own value {self.pk}"
