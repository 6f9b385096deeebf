"""A process that waits for its sign, then answers, agrees, or sends at the same moment as others.

`prepare COUNT` makes a house with that many customers, each asked by mail, each with a mail held or
about to be, and prints their links' secrets. `race VERB` says "ready"; then each line is the number
of a customer. `look` prints what is left: confirmations, and how many mails are held.
"""

import sys


def main() -> None:
    """Do as told by the arguments."""
    from django.conf import settings  # noqa: PLC0415

    from nahbar.site.commands.answering import start_django  # noqa: PLC0415

    start_django()
    settings.PUBLIC_URL = "https://kunden.lind.example"
    settings.MAIL_URL, settings.MAIL_FROM = "smtp://127.0.0.1:9", "post@lind.example"
    {"prepare": prepare, "race": race, "look": look}[sys.argv[1]]()


def prepare() -> None:
    """Customers who were asked, and who would get a letter of ours for which nobody asked them yet."""
    from django.db import transaction  # noqa: PLC0415

    from nahbar.core import clock  # noqa: PLC0415
    from nahbar.core.actors import THE_HOUSE  # noqa: PLC0415
    from nahbar.core.tokens import digest_of, new_token  # noqa: PLC0415
    from nahbar.customers.operations.create import create_customer  # noqa: PLC0415
    from nahbar.dispatch.operations.send import send_mail  # noqa: PLC0415
    from nahbar.privacy.models import ConsentLink, ConsentRequest, Purpose  # noqa: PLC0415
    from nahbar.privacy.operations.asking import ANSWER_WITHIN  # noqa: PLC0415
    from nahbar.privacy.operations.catalogue import stock_catalogue, wording_of  # noqa: PLC0415
    from nahbar.team.models import Firm  # noqa: PLC0415

    now = clock.now()
    Firm.objects.create(pk=1, name="Lind", country="AT", language="en", created_at=now)
    stock_catalogue(at=now)
    Purpose.objects.update(asks_back=False)
    purpose = Purpose.objects.get(key="advertising")
    for number in range(int(sys.argv[2])):
        customer = create_customer({"last_name": f"Berger {number}"}, by=THE_HOUSE, at=now)
        asked = ConsentRequest.objects.create(
            customer=customer,
            purpose=purpose,
            channel="mail",
            wording=wording_of(purpose),
            language="en",
            address="a@b.example",
            asked_at=now,
            expires_at=now + ANSWER_WITHIN,
        )
        token = new_token()
        ConsentLink.objects.create(
            customer=customer, request=asked, digest=digest_of(token), created_at=now
        )
        with transaction.atomic():
            send_mail(
                "a@b.example",
                subject="s",
                text="t",
                by=THE_HOUSE,
                at=now,
                customer=customer,
                purpose="survey",
            )
        print(token)


def race() -> None:
    """One who answers, agrees, or sends."""
    from nahbar.core import clock  # noqa: PLC0415
    from nahbar.core.actors import THE_HOUSE  # noqa: PLC0415
    from nahbar.dispatch.models import OutgoingMail  # noqa: PLC0415
    from nahbar.dispatch.operations.send import deliver_now  # noqa: PLC0415
    from nahbar.privacy.consent_links import find_link  # noqa: PLC0415
    from nahbar.privacy.operations.asking import confirm_consent  # noqa: PLC0415
    from nahbar.privacy.operations.consents import give_consent  # noqa: PLC0415
    from nahbar.privacy.operations.noting import Proof, read_about  # noqa: PLC0415

    mails = list(OutgoingMail.objects.order_by("pk"))
    print("ready", flush=True)
    for line in sys.stdin:
        token, number = line.split()
        mail, now = mails[int(number)], clock.now()
        if sys.argv[2] == "answer":
            link = find_link(token)
            assert link is not None
            print("first" if confirm_consent(link, ip=None, at=now) else "again", flush=True)
        elif sys.argv[2] == "agree":
            assert mail.customer is not None
            about = read_about("survey", "mail", "", at=now)
            give_consent(mail.customer, about, Proof(words="yes"), by=THE_HOUSE, at=now)
            print("agreed", flush=True)
        else:
            deliver_now(mail.pk, at=now)
            print("tried", flush=True)


def look() -> None:
    """What is left."""
    from nahbar.dispatch.models import OutgoingMail  # noqa: PLC0415
    from nahbar.privacy.models import ConsentFact  # noqa: PLC0415

    print(ConsentFact.objects.filter(step="confirmed").count())
    print(OutgoingMail.objects.filter(state="held").count())


if __name__ == "__main__":
    main()
