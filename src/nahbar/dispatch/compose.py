"""A mail as it travels (RFC 5322): from whom, to whom, its texts, what goes along."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from nahbar.core.files import read_stored
from nahbar.dispatch.models import OutgoingMail


def compose(mail: OutgoingMail, sender: str) -> EmailMessage:
    """The message; it comes from `sender`, in the name of who of us writes, who gets the answers.

    The same mail has the same Message-ID at each attempt, so that whoever gets it twice sees one.
    Raises ValueError where an address cannot stand in a mail.
    """
    message = EmailMessage(policy=SMTP)
    name = str(mail.sender) if mail.sender else ""
    message["From"] = Address(display_name=name, addr_spec=sender)
    message["To"] = Address(addr_spec=mail.to)
    if mail.sender:
        message["Reply-To"] = Address(display_name=name, addr_spec=mail.sender.email)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = f"<{mail.public_id}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    if mail.html:
        message.add_alternative(mail.html, subtype="html")
    for one in mail.attachments.select_related("stored").order_by("id"):
        kind, _slash, subtype = one.media_type.partition("/")
        content = read_stored(one.stored)
        if kind == "text":
            subtype, _semicolon, rest = subtype.partition(";")
            method = rest.partition("method=")[2]
            parameters = {"method": method} if method else None
            message.add_attachment(
                content.decode(), subtype=subtype, filename=one.name, params=parameters
            )
        else:
            message.add_attachment(content, maintype=kind, subtype=subtype, filename=one.name)
    return message
