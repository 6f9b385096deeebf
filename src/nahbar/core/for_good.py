"""What nobody takes back, and why: every action of the ledger that no room says a reversal for.

`tests/core/test_every_action.py` walks the code and fails for an action that is in neither, or both.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# The reasons, as they are told to whoever asks.
SAFETY = _("What keeps strangers out is not turned back. Do it anew instead.")
SENT = _("What was sent cannot be called back.")
READ = _("What was read or handed out cannot be unread.")
RECKONED = _("It was reckoned from what stood there; take that back, and it is reckoned anew.")
BESIDE = _("It goes with something else: take that back.")
IMPORT = _("It is a part of an import, which is taken back as a whole.")
BEGINNING = _("With this the house began.")
PROOF = _("It is a proof, and stays one. Note what holds now instead.")
OPPOSITE = _("There is a step of its own that does the opposite, and says so.")
ERASED = _("What was erased is gone.")
COPIES = _("It concerns copies of the house, not what is in it.")
NOT_KEPT = _("What stood there before is not kept.")
SELF = _("One’s own choice: change it again where it was made.")

FOR_GOOD: dict[str, Promise] = {
    **dict.fromkeys(
        (
            "sign_in.codes_made",
            "sign_in.ended",
            "sign_in.factor_added",
            "sign_in.factor_removed",
            "sign_in.factors_reset",
            "sign_in.link_made",
            "sign_in.link_used",
            "sign_in.password_set",
            "sign_in.provider_connected",
            "agenda.link_opened",
            "agenda.link_closed",
            "reception.system_added",
            "reception.system_renewed",
            "reception.system_removed",
        ),
        SAFETY,
    ),
    **dict.fromkeys(
        (
            "agenda.appointment_booked",
            "agenda.guest_to_be_told",
            "agenda.guest_told",
            "dispatch.mail_written",
            "dispatch.mail_tried",
            "dispatch.mail_sent_again",
            "dispatch.mail_settled",
            "dispatch.mail_uncertain",
            "dispatch.mail_held",
            "dispatch.mail_released",
            "dispatch.mail_dropped",
        ),
        SENT,
    ),
    "customers.exported": READ,
    **dict.fromkeys(
        (
            "customers.many_asked",
            "customers.many_cancelled",
            "customers.many_undo_asked",
            "customers.many_undone",
            "agenda.many_taken_back",
        ),
        BESIDE,
    ),
    "privacy.file_made": READ,
    "value.refreshed": RECKONED,
    "steering.report_made": RECKONED,
    **dict.fromkeys(
        (
            "agenda.came_again",
            "agenda.let_go",
            "agenda.taken_up",
            "circulation.taken_over",
            "privacy.consents_taken_over",
        ),
        BESIDE,
    ),
    **dict.fromkeys(
        (
            "intake.started",
            "intake.surveyed",
            "intake.mapping_changed",
            "intake.chunk_taken_over",
            "intake.taken_over",
            "intake.row_settled",
            "intake.rows_left_out",
            "intake.resumed",
            "intake.cancelled",
            "intake.failed",
            "intake.undo_asked",
            "intake.undone",
        ),
        IMPORT,
    ),
    **dict.fromkeys(("house.opened", "house.lent", "demo.opened", "demo.ended"), BEGINNING),
    **dict.fromkeys(
        (
            "privacy.consent_asked",
            "privacy.consent_given",
            "privacy.consent_confirmed",
            "privacy.consent_refused",
            "privacy.consent_withdrawn",
            "privacy.consent_expired",
            "privacy.wording_added",
            "privacy.purpose_added",
            "privacy.purpose_changed",
            "privacy.topic_added",
            "privacy.topic_changed",
            "privacy.request_noted",
            "privacy.request_identified",
            "privacy.request_handed",
            "privacy.request_extended",
            "privacy.request_answered",
            "privacy.request_refused",
            "privacy.breach_noted",
            "privacy.breach_changed",
            "privacy.breach_closed",
        ),
        PROOF,
    ),
    **dict.fromkeys(
        (
            "people.added",
            "agenda.series_change_taken_back",
            "privacy.purpose_retired",
            "privacy.purpose_brought_back",
            "privacy.topic_retired",
            "privacy.topic_brought_back",
            "privacy.restricted",
            "privacy.restriction_lifted",
            "privacy.objected",
            "privacy.objection_ended",
            "privacy.welcomed_back",
        ),
        OPPOSITE,
    ),
    **dict.fromkeys(
        ("privacy.erased", "privacy.erasure_asked", "privacy.old_let_go", "privacy.kept_let_go"),
        ERASED,
    ),
    **dict.fromkeys(("house.backed_up", "house.drilled", "house.moved", "house.restored"), COPIES),
    "people.picture_given": NOT_KEPT,
    "privacy.retention_set": NOT_KEPT,
    "agenda.reminding_set": SELF,
}
