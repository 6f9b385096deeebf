"""Pressed again and again on a slow line, by real processes at once: one moment."""

import http.client
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from tests.browser.house import House

pytestmark = pytest.mark.slow
TOKEN = "t" * 32
PREPARE = f"""
import json, django
django.setup()
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from nahbar.core import clock
from nahbar.core.actors import THE_HOUSE
from nahbar.core.models import User
from nahbar.customers.operations.create import create_customer
from nahbar.team.models import Firm
Firm.objects.get_or_create(pk=1, defaults={{"name": "Lind", "created_at": clock.now()}})
anna = create_customer({{"last_name": "Berger"}}, by=THE_HOUSE, at=clock.now())
jonas = User.objects.create(email="jonas@lind.example", name="Jonas Falk", role="staff")
session = SessionStore()
session[SESSION_KEY] = str(jonas.pk)
session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
session[HASH_SESSION_KEY] = jonas.get_session_auth_hash()
session.create()
cookie = f"nahbar={{session.session_key}}; csrftoken={TOKEN}"
print(json.dumps({{"cookie": cookie, "customer": str(anna.public_id)}}))
"""
COUNT = """
import json, django
django.setup()
from nahbar.core.models import LedgerEntry
from nahbar.moments.models import Encounter
noted = LedgerEntry.objects.filter(action="moments.noted").count()
print(json.dumps({"encounters": Encounter.objects.count(), "ledger": noted}))
"""


def tell(house: dict[str, str], code: str) -> Any:
    environment = {**house, "DJANGO_SETTINGS_MODULE": "nahbar.site.settings"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, check=True, stdout=subprocess.PIPE
    )
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture
def served(own_house: dict[str, str]) -> Iterator[House]:
    house = House(own_house)
    yield house
    house.close()


def test_one_form_sent_by_eight_lines_at_once_is_one_moment(
    own_house: dict[str, str], served: House
) -> None:
    prepared = tell(own_house, PREPARE)
    for once in ("0b3f6f3c-6a5e-4f0e-9a51-2f1f5b9f7a11", "0b3f6f3c-6a5e-4f0e-9a51-2f1f5b9f7a12"):
        answers: list[int] = []
        start = threading.Barrier(8)

        def send(form: str, answers: list[int] = answers, start: Any = start) -> None:
            line = http.client.HTTPConnection(urlsplit(served.address).netloc, timeout=60)
            start.wait()
            path = f"/customers/{prepared['customer']}/encounters/"
            headers = {
                "Cookie": prepared["cookie"],
                "Content-Type": "application/x-www-form-urlencoded",
            }
            line.request("POST", path, form, headers)
            answers.append(line.getresponse().status)
            line.close()

        said = {"channel": "visit", "kind": "contact", "text": "Once", "once": once}
        form = urlencode({**said, "csrfmiddlewaretoken": TOKEN})
        lines = [threading.Thread(target=send, args=(form,)) for _ in range(8)]
        for line in lines:
            line.start()
        for line in lines:
            line.join()
        assert answers == [302] * 8
    assert tell(own_house, COUNT) == {"encounters": 2, "ledger": 2}
