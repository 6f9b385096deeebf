"""A process that is killed while a mail is on its way, and one that looks at what is left of it.

`send` writes a mail, begins to deliver it to a server that never answers the content, and says so.
`look` prints the state as it was left, after the house looked an hour later, and after it tried again.
"""

import socket
import sys
import threading
import time
from datetime import timedelta


def main() -> None:
    """Do as told by the argument."""
    from nahbar.site.commands.answering import start_django  # noqa: PLC0415

    start_django()
    send() if sys.argv[1] == "send" else look()


def send() -> None:
    """Until somebody kills us."""
    from aiosmtpd.controller import Controller  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415
    from django.db import transaction  # noqa: PLC0415

    from nahbar.core import clock  # noqa: PLC0415
    from nahbar.core.actors import THE_HOUSE  # noqa: PLC0415
    from nahbar.dispatch.operations.send import deliver_now, send_mail  # noqa: PLC0415

    class Silent:
        async def handle_DATA(self, server: object, session: object, envelope: object) -> str:  # noqa: N802
            print("content is under way", flush=True)
            time.sleep(600)
            return "250 too late"

    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    Controller(Silent(), hostname="127.0.0.1", port=port).start()
    settings.MAIL_URL, settings.MAIL_FROM = f"smtp://127.0.0.1:{port}", "post@lind.example"
    with transaction.atomic():
        mail = send_mail("anna@berger.example", subject="s", text="t", by=THE_HOUSE, at=clock.now())
    threading.Thread(target=deliver_now, args=[mail.pk], kwargs={"at": clock.now()}).start()
    time.sleep(600)


def look() -> None:
    """What is left."""
    from django.conf import settings  # noqa: PLC0415

    from nahbar.core import clock  # noqa: PLC0415
    from nahbar.dispatch.models import OutgoingMail  # noqa: PLC0415
    from nahbar.dispatch.operations.send import deliver_due  # noqa: PLC0415

    settings.MAIL_URL, settings.MAIL_FROM = "smtp://127.0.0.1:9", "post@lind.example"
    print(OutgoingMail.objects.get().state)
    for hours in (1, 24):
        deliver_due(at=clock.now() + timedelta(hours=hours))
        print(OutgoingMail.objects.get().state)


if __name__ == "__main__":
    main()
