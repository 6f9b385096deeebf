"""How customer and house met, by whatever word a table has for it."""

import pytest
from tests.intake.conftest import Take

from nahbar.moments.models import Encounter

pytestmark = pytest.mark.django_db
HEADER = "Datum;Kundennummer;Kanal;Betreff\n"


@pytest.mark.parametrize(
    ("written", "channel"),
    [
        ("Chat", "chat"), ("Live-Chat", "chat"), ("Chat auf der Website", "chat"),
        ("WhatsApp", "chat"), ("SMS", "chat"), ("Webseite", "web"), ("Portal", "web"),
        ("Telefon", "phone"), ("Filiale Graz", "visit"), ("Brieftaube", "letter"),
        ("Rauchzeichen", "other"),
    ],
)  # fmt: skip
def test_a_channel_has_our_word(take: Take, written: str, channel: str) -> None:
    take(f"{HEADER}13.01.2026 10:00;77;{written};Frage\n", kind="encounters")
    assert Encounter.objects.get().channel == channel
