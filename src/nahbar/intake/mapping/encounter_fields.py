"""What a row of an event or contact log can hold: one moment with a customer."""

from nahbar.intake.mapping import contact_fields as contact
from nahbar.intake.mapping.fields import Field, Need, TableKind, ValueType, words

_T = ValueType

_OWN = (
    Field("event_key", _T.KEY, words(
        "Key|Event ID|Ereignis-ID|Event Key|Idempotency Key|Call ID|Ticket ID|Ticketnummer|Vorgangsnummer|"
        "Complaint ID|Aktivitäts-ID|Activity ID|Event No|Case Event ID")),
    Field("occurred_at", _T.DATETIME, words(
        "Occurred At|Datum|Date|Zeitpunkt|Zeitstempel|Timestamp|Date/Time|Datum/Uhrzeit|Kontaktdatum|"
        "Besuchsdatum|Anrufdatum|Time Stamp|Complete Timestamp|Date Received|Received At|Activity Date|"
        "Event Time|Event Date|Eingangsdatum|Am|Erstellt am|Created At|Start|Start Date|Startdatum|Beginn|"
        "Startzeit|Termin|Call Date|Visit Date|Contact Date|Eingegangen am|Start Timestamp|Wann|Start Time|"
        "Datum Uhrzeit|Recorded At|Time Timestamp"), rejects=True),
    Field("occurred_time", _T.TIME, words("Uhrzeit|Zeit|Time|Time of Day|Anrufzeit")),
    Field("customer_number", _T.KEY, words(
        "Kundennummer|Kunden-Nr.|KdNr|Kd.-Nr.|Customer ID|Customer Number|Customer|Kunden ID|Client ID|"
        "Contact ID|Kontakt ID|Case ID|Mitgliedsnummer|Member ID|Fall ID|Debitor|Kunde Nr|User ID|Case|"
        "Account ID|Customer Key|Case Concept Name|Kontaktnummer"), rejects=True),
    Field("customer_email", _T.EMAIL, words(
        "E-Mail|Email|E-Mail-Adresse|Customer Email|Email Address|Mail|Absender|From|Kunden-E-Mail|"
        "Contact Email|Mailadresse")),
    Field("customer_name", _T.FULL_NAME, words(
        "Kunde|Kundenname|Customer Name|Name|Kontakt|Contact|Contact Name|Ansprechpartner|Anrufer|Caller|"
        "Full Name|Besucher|Teilnehmer|Gesprächspartner|Attendee|Gast")),
    Field("kind", _T.SHORT, words(
        "Art|Typ|Type|Ereignis|Event|Event Type|Aktivität|Activity|Kontaktart|Ereignisart|Kind|Aktion|"
        "Activity Type|Ereignistyp|Vorgangsart|Event Name|Kontaktgrund|Contact Type|Aktivitätsart")),
    Field("touchpoint", _T.SHORT, words(
        "Touchpoint|Kontaktpunkt|Berührungspunkt|Station|Prozessschritt|Concept Name|Schritt|Step")),
    Field("channel", _T.SHORT, words(
        "Kanal|Channel|Kontaktweg|Medium|Kontaktkanal|Submitted via|Eingangskanal|Contact Channel|Weg")),
    Field("mood", _T.MOOD, words(
        "Stimmung|Mood|Gefühl|Gefühlslage|Sentiment|Zufriedenheit|Smiley|Befinden|Satisfaction")),
    Field("mood_word", _T.SHORT, words("Stimmungswort|Mood Word|Gefühlswort|Emotion")),
    Field("subject", _T.SHORT, words("Betreff|Subject|Thema|Topic|Anlass|Titel|Title|Reason|Grund|Issue|"
                                     "Anliegen")),
    Field("text", _T.TEXT, words(
        "Text|Inhalt|Notiz|Notizen|Beschreibung|Description|Kommentar|Comment|Bemerkung|Nachricht|Message|"
        "Notes|Gesprächsnotiz|Body|Protokoll|Note|Content|Zusammenfassung|Comments|Bemerkungen|"
        "Consumer complaint narrative|Summary|Details|Ergebnis"), repeats=True),
    Field("duration_minutes", _T.DECIMAL, words("Dauer|Duration|Minuten|Minutes|Dauer Minuten|"
                                                "Duration Minutes|Gesprächsdauer")),
    Field("employee", _T.SHORT, words(
        "Mitarbeiter|Employee|Bearbeiter|Agent|Verkäufer|Betreuer|Zuständig|Resource|Org Resource|Owner|"
        "Sachbearbeiter|Berater|Assigned To|User|Benutzer|Staff|Contact Owner")),
    Field("branch", _T.SHORT, words("Filiale|Branch|Standort|Niederlassung|Store|Location|Geschäftsstelle|Org Group")),
    Field("order_number", _T.KEY, words("Auftragsnummer|Order Number|Rechnungsnummer|Invoice Number|"
                                        "Bestellnummer|Belegnummer|Order ID|Invoice|Auftrag Nr")),
    Field("amount", _T.MONEY, words("Betrag|Amount|Wert|Value|Umsatz|Kosten|Cost")),
    Field("currency", _T.CURRENCY, words("Währung|Currency|Currency Code|Währungscode")),
)  # fmt: skip

ENCOUNTERS = TableKind(
    "encounters",
    (*_OWN, contact.FIRST_NAME, contact.LAST_NAME, contact.ORGANISATION, contact.PHONE),
    (Need("date", (("occurred_at",),)), Need("customer", tuple((name,) for name in contact.WHO))),
)
