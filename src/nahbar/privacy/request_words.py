"""What was done about a customer's data, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DONE: dict[str, Promise] = {
    "privacy.file_made": _("everything held on them written down"),
    "privacy.request_noted": _("asked something about their data"),
    "privacy.restricted": _("restricted"),
    "privacy.restriction_lifted": _("restriction lifted"),
    "privacy.objected": _("objection noted"),
    "privacy.objection_ended": _("objection ended"),
}
