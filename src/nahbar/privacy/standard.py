"""The purposes a house begins with, and the sentences people agree to; leaders change both.

Both languages stand here because they are no texts of a page: what somebody agreed to must stay as
it was, whatever the catalogue of translations says later.
"""

from dataclasses import dataclass

ADVERTISING, SURVEY, GREETING, PROFILING = "advertising", "survey", "greeting", "profiling"


@dataclass(frozen=True)
class Standard:
    """A purpose and its first wording, German and English."""

    key: str
    label: str
    label_en: str
    text: str
    text_en: str
    by_channel: bool = True


STANDARD = (
    Standard(
        ADVERTISING,
        "Neuigkeiten und Angebote",
        "News and offers",
        "Ja, ich möchte von Ihnen Neuigkeiten und Angebote erhalten. Ich weiß, dass ich das"
        " jederzeit widerrufen kann, mit einem Wort oder über den Link in jeder Nachricht.",
        "Yes, I would like to hear of news and offers from you. I know that I can withdraw this at"
        " any time, with a word or by the link in every message.",
    ),
    Standard(
        SURVEY,
        "Frage nach der Zufriedenheit",
        "Question about satisfaction",
        "Ja, Sie dürfen mich hin und wieder fragen, wie zufrieden ich bin. Ich muss nicht"
        " antworten und kann das jederzeit widerrufen.",
        "Yes, you may ask me now and then how satisfied I am. I need not answer, and I can withdraw"
        " this at any time.",
    ),
    Standard(
        GREETING,
        "Grüße zum Geburtstag",
        "Birthday greetings",
        "Ja, Sie dürfen mir zum Geburtstag und zu anderen Anlässen schreiben. Ich kann das"
        " jederzeit widerrufen.",
        "Yes, you may write to me on my birthday and on other occasions. I can withdraw this at any"
        " time.",
    ),
    Standard(
        PROFILING,
        "Auswertung der Einkäufe",
        "Evaluation of purchases",
        "Ja, Sie dürfen auswerten, was ich bei Ihnen kaufe, damit Ihre Vorschläge zu mir passen."
        " Ich kann das jederzeit widerrufen.",
        "Yes, you may evaluate what I buy from you, so that your suggestions suit me. I can withdraw"
        " this at any time.",
        by_channel=False,
    ),
)
