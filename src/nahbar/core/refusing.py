"""A refusal is told in the form that was sent, so that nothing typed is lost."""

from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, cast

from django.forms import BaseForm

from nahbar.core.refusals import NotAllowed, Refused


def is_done(form: BaseForm, act: Callable[[dict[str, Any]], object]) -> bool:
    """Whether the answers were right and `act`, given them, did not refuse; else the form tells why."""
    if not form.is_valid():
        return False
    with told_in(form):
        act(form.cleaned_data)
        return True
    return False


def told_in(form: BaseForm) -> AbstractContextManager[None, bool]:
    """Turn a refusal inside into an error of the form; NotAllowed passes, for no answer mends it."""
    return cast("AbstractContextManager[None, bool]", _told_in(form))


@contextmanager
def _told_in(form: BaseForm) -> Generator[None]:
    try:
        yield
    except NotAllowed:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
