"""What happens to a form whose operation refuses."""

import pytest
from django import forms

from nahbar.core.access import Ability, demand
from nahbar.core.actors import House
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.core.refusing import is_done, told_in


class Named(forms.Form):
    """One question."""

    name = forms.CharField()


def refuse(said: dict[str, str]) -> None:
    raise Refused("taken", f"{said['name']} is taken.")


def test_what_is_done_leaves_the_form_as_it_is() -> None:
    form, seen = Named({"name": "Anna"}), []
    assert is_done(form, seen.append)
    assert seen == [{"name": "Anna"}]
    assert not form.errors


def test_a_refusal_is_told_in_the_form() -> None:
    form = Named({"name": "Anna"})
    assert not is_done(form, refuse)
    assert form.non_field_errors() == ["Anna is taken."]


@pytest.mark.parametrize("sent", [None, {"name": ""}])
def test_nothing_is_done_without_right_answers(sent: dict[str, str] | None) -> None:
    assert not is_done(Named(sent), lambda _said: pytest.fail("was done"))


def test_who_is_not_allowed_is_not_asked_again() -> None:
    form = Named({"name": "Anna"})
    with pytest.raises(NotAllowed), told_in(form):
        demand(House(role="reader"), Ability.EDIT_CUSTOMERS)
    assert not form.errors


def test_a_mistake_of_ours_is_no_refusal() -> None:
    with pytest.raises(ValueError, match="a bug"), told_in(Named({"name": "Anna"})):
        raise ValueError("a bug")
