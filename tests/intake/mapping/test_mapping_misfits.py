"""What a yes would leave out is counted before the yes."""

from nahbar.intake.mapping import Misfit, misfits, reassign

HEADER = "Kundennummer|Nachname|E-Mail|Geburtsdatum"


def rows_of(mails: list[str | None]) -> list[tuple[str | None, ...]]:
    return [(str(n), "Huber", mail, "13.04.1980") for n, mail in enumerate(mails)]


def test_cells_that_do_not_fit_are_counted_among_the_filled_ones(proposed, chunk_of):
    rows = rows_of(["a@b.example", "keine", "nein danke", None, "c@d.example", "e@f.example"])
    proposal, _ = proposed(HEADER, rows_of(["a@b.example"] * 5))
    found = misfits(proposal, chunk_of(rows))
    assert found == {"c2": Misfit(bad=1, filled=4)}
    assert found["c2"].is_large


def test_a_few_bad_cells_are_no_cause_to_look():
    assert not Misfit(1, 20).is_large
    assert Misfit(2, 20).is_large


def test_a_field_chosen_against_the_values_is_counted_too(proposed, chunk_of):
    rows = rows_of(["a@b.example"] * 5)
    proposal, profile = proposed(HEADER, rows)
    turned = reassign(proposal, profile, "c1", "birthday")
    assert misfits(turned, chunk_of(rows)) == {"c1": Misfit(5, 5)}


def test_what_a_question_asks_about_is_no_misfit(proposed, chunk_of):
    rows = [("R-1", "03/04/2024", "77", "1", "4,50")] * 5
    proposal, _ = proposed("Belegnr|Belegdatum|KdNr|Menge|Einzelpreis", rows)
    assert proposal.open_questions
    assert misfits(proposal, chunk_of(rows)) == {}
