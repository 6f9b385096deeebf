"""The firm and its branches."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nahbar.team.regions import REGIONS


class Country(models.TextChoices):
    """Where the firm is at home."""

    AT = "AT", _("Austria")
    DE = "DE", _("Germany")
    CH = "CH", _("Switzerland")


# Whose place is kept until somebody sets the house up; a reserved name: no mail ever goes there.
OWNERS_PLACE = "owner@place.invalid"
# Until somebody says otherwise.
FIRST_COUNTRY, FIRST_CURRENCY = Country.AT, "EUR"


class Tone(models.TextChoices):
    """How the screens speak to the people of the house, in German."""

    FORMAL = "formal", _("Sie")
    INFORMAL = "informal", _("Du")


class Firm(models.Model):
    """The one firm of this database and what it has decided about itself."""

    name = models.CharField(_("Name of the firm"), max_length=200)
    country = models.CharField(_("Country"), max_length=2, choices=Country, default=FIRST_COUNTRY)
    region = models.CharField(_("Region"), max_length=6, choices=REGIONS, blank=True, default="")
    language = models.CharField(_("Language"), max_length=2, default="de")
    tone = models.CharField(_("Form of address"), max_length=8, choices=Tone, default=Tone.INFORMAL)
    currency = models.CharField(_("Currency"), max_length=3, default=FIRST_CURRENCY)
    keeps_pages_offline = models.BooleanField(
        _("The last opened customers can be read without a connection"),
        help_text=_(
            "The browser then keeps up to twenty customers' pages on the device until the person signs out."
        ),
        default=False,
    )
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="one_firm_per_database")
        ]

    def __str__(self) -> str:
        return self.name


class Branch(models.Model):
    """A house of the firm."""

    name = models.CharField(_("Branch"), max_length=100, unique=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
