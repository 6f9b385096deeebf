"""What people must be told beside their data (Art. 13–15 GDPR), in the words of the house's country."""

from django.utils.translation import gettext as _

from nahbar.privacy.retention import years_of_accounts
from nahbar.team.models import Country
from nahbar.team.queries import house_country


def what_to_know() -> list[str]:
    """Sentences in the reader's language."""
    told = {"years": years_of_accounts(), "authority": _authority()}
    return [
        _("The data lie with us, on a server of our own. We sell them to nobody; those get them who do work for us that you know of, such as delivering or accounting."),
        _("The law has orders and invoices kept for %(years)s years; all else we keep for as long as we serve you, and no longer than our rules say.") % told,
        _("What you are worth to us is reckoned from orders, to plan how much care there is. It decides on no answer, no price and no contract; you may object at any time."),
        _("You may ask for a correction, for erasure, for a restriction, take your data along, and withdraw any consent. A word to any of us is enough, and we answer within a month."),
        _("If you think that we handle your data wrongly, you may complain to %(authority)s.") % told,
    ]  # fmt: skip


def _authority() -> str:
    return {
        Country.AT: _("the Austrian data protection authority (dsb.gv.at)"),
        Country.DE: _("the data protection authority of your federal state"),
        Country.CH: _("the Federal Data Protection and Information Commissioner (edoeb.admin.ch)"),
    }[Country(house_country())]
