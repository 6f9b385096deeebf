"""Saying yes: what the columns become is settled, saved for next time, and the import goes on."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.ledger import record
from nahbar.core.refusals import Refused
from nahbar.intake.mapping.proposal import Proposal, answer, from_json, missing, to_json
from nahbar.intake.mapping.proposing import TableView, propose, reassign
from nahbar.intake.models import Import, ImportTable, SavedMapping
from nahbar.intake.operations.start import UNKNOWN_CHOICE, require_kind
from nahbar.intake.own_columns import as_defined, with_own_fields
from nahbar.intake.profiles import profile_from_json
from nahbar.team.queries import house_country


@transaction.atomic
def reassign_column(
    table: ImportTable, column: str, field: str | None, *, by: By, at: datetime
) -> Proposal:
    """Let a column become another field, or nothing, in all tables of the import with this header."""
    demand(by, Ability.RUN_IMPORTS)
    _open_mapping(table)
    profile = profile_from_json(table.profile)
    try:
        proposal = reassign(from_json(table.proposal), profile, column, field)
    except KeyError as error:
        raise Refused("field_unknown", _("There is no such field for this table.")) from error
    return _settle(table, proposal, by=by, at=at)


@transaction.atomic
def answer_question(
    table: ImportTable, question: str, choice: str, *, by: By, at: datetime
) -> Proposal:
    """Answer what the values alone could not tell."""
    demand(by, Ability.RUN_IMPORTS)
    _open_mapping(table)
    try:
        proposal = answer(from_json(table.proposal), question, choice)
    except (KeyError, ValueError) as error:
        raise Refused("unknown_choice", UNKNOWN_CHOICE) from error
    return _settle(table, proposal, by=by, at=at)


@transaction.atomic
def choose_kind(table: ImportTable, kind: str, *, by: By, at: datetime) -> Proposal:
    """Take the table for another kind, with a proposal made anew; "" leaves it out of the import."""
    demand(by, Ability.RUN_IMPORTS)
    _open_mapping(table)
    alike = table.import_run.tables.filter(header_digest=table.header_digest)
    if not kind:
        alike.update(skipped=True)
        _record(table, by, at, kind="")
        return from_json(table.proposal)
    require_kind(kind)
    profile = profile_from_json(table.profile)
    proposal = propose(
        [TableView(table.file.name, tuple(table.layout["header"]))],
        profile,
        kind=kind,
        country=house_country(),
        zone=settings.TIME_ZONE,
    )
    proposal = with_own_fields(proposal, profile)
    alike.update(skipped=False)
    return _settle(table, proposal, by=by, at=at)


@transaction.atomic
def confirm_import(import_run: Import, *, by: By, at: datetime) -> Import:
    """Settle what the columns become and let the import go on. Refused while something is open."""
    demand(by, Ability.RUN_IMPORTS)
    locked = _lock_proposed(import_run)
    tables = list(locked.tables.filter(skipped=False))
    if not tables:
        raise Refused("nothing_to_take_over", _("There is no table to take over in these files."))
    for table in tables:
        proposal = from_json(table.proposal)
        if proposal.open_questions:
            raise Refused("question_open", _("One question about the values is still open."))
        if missing(proposal):
            raise Refused("field_missing", _("A column is still missing: say which one it is."))
        SavedMapping.objects.update_or_create(
            source=locked.source,
            header_digest=table.header_digest,
            kind=proposal.kind,
            defaults={"proposal": to_json(proposal), "saved_at": at},
        )
    locked.state = Import.State.STORING
    locked.save(update_fields=["state"])
    record(
        "intake.confirmed",
        by=by,
        at=at,
        subject=locked,
        details={"kinds": sorted({table.kind for table in tables})},
    )
    return locked


def _lock_proposed(import_run: Import) -> Import:
    """The import, held until the end of the transaction: nobody says yes to half a correction."""
    locked = Import.objects.select_for_update().get(pk=import_run.pk)
    if locked.state != Import.State.PROPOSED:
        raise Refused("not_proposed", _("This import is not waiting for your yes."))
    return locked


def _open_mapping(table: ImportTable) -> None:
    """Hold the table's import and see its mapping as it is now, whoever corrected it meanwhile."""
    _lock_proposed(table.import_run)
    table.refresh_from_db(fields=["proposal", "kind"])


def _settle(table: ImportTable, proposal: Proposal, *, by: By, at: datetime) -> Proposal:
    proposal = as_defined(proposal, profile_from_json(table.profile))
    alike = table.import_run.tables.filter(header_digest=table.header_digest)
    alike.update(proposal=to_json(proposal), kind=proposal.kind)
    table.proposal, table.kind = to_json(proposal), proposal.kind
    _record(table, by, at, kind=proposal.kind)
    return proposal


def _record(table: ImportTable, by: By, at: datetime, *, kind: str) -> None:
    record(
        "intake.mapping_changed",
        by=by,
        at=at,
        subject=table.import_run,
        details={"table": table.position, "kind": kind},
    )
