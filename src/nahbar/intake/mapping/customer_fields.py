"""What a row of a customer list can hold."""

from nahbar.intake.mapping import contact_fields as contact
from nahbar.intake.mapping.fields import Field, Need, TableKind, ValueType, words

_T = ValueType

_CUSTOMER_NUMBER = Field(
    "customer_number", _T.KEY,
    words("Kundennummer|Kunden-Nr.|KdNr|Kd.-Nr.|Kunde Nr|Customer ID|Customer Number|Client ID|"
          "CustomerNo|Debitor|Debitorennummer|Debitor Nr|Debitorenkonto|Personenkonto|Record ID|"
          "Contact ID|Kontakt-ID|Kontaktnummer|Kontakt Nr|Adressnummer|Adress-Nr.|Mandantennummer|"
          "Mitgliedsnummer|Mitglied Nr|Member ID|Member Number|Kunden ID|Konto|Kontonummer Debitor|"
          "Account Number|Account ID|Client Number|Patientennummer|Partnernummer|Geschäftspartner|"
          "Business Partner|ID|Id Kunde|Customer|Klientennummer|User ID|Customer Key|Kundenkonto|"
          "Interne Kundennummer|rec id|PersonID|Kundenschlüssel|Unique ID|Household ID|External ID|Externe ID|CRM ID"),
    rejects=True,
)  # fmt: skip
_FULL_NAME = Field(
    "full_name", _T.FULL_NAME,
    words("Name|Anzeigename|Display Name|Full Name|Kundenname|Customer Name|Kunde|Kontakt|"
          "Contact|Contact Name|Ansprechpartner|Vollständiger Name|Name Vorname|Vor- und Nachname|"
          "Vorname Nachname|Nachname Vorname|File As|Name 1|Client|Client Name|Mitglied|Suchname|"
          "Empfänger|Adressat|Ganzer Name|Voller Name|Nachname, Vorname|Matchcode|Kontaktperson|"
          "Contact Person|Halter|Klient|Gast|Patient|Person"),
)  # fmt: skip
_PERSON_KIND = Field(
    "person_kind", _T.PERSON_KIND,
    words("Kundenart|Kundentyp|Personenart|Customer Type|Art des Kunden|Privat/Firma|Adressart|"
          "Rechtsform|Person Kind|Adressattyp|Type of Customer|Account Type|Kontaktart|Contact Type"),
)  # fmt: skip
_EMAIL = Field(
    "email", _T.EMAIL,
    words("E-Mail|Email|Mail|E-Mail-Adresse|Email Address|Mailadresse|E-Mail Address|"
          "Emailadresse|Kunden-E-Mail|Customer Email|E-Mail Kunde|Contact Email|Mail Address|"
          "Elektronische Adresse|Kontakt E-Mail|Newsletter E-Mail|Email ID|Courriel"),
    repeats=True,
)  # fmt: skip
_KNOWN = (
    Field(
        "birthday", _T.DATE,
        words("Geburtstag|Geburtsdatum|Birthday|Date of Birth|DOB|Birth Date|Geb.-Datum|geb. am|"
              "Geb|Geboren am|Geboren|Gebdat|Birthdate|GebTag"),
    ),
    Field("birth_year", _T.INTEGER, words("Geburtsjahr|Birth Year|Year of Birth|Jahrgang")),
    Field("birth_month", _T.INTEGER, words("Geburtsmonat|Birth Month|Month of Birth")),
    Field("day_of_birth", _T.INTEGER, words("Day of Birth|Geburtstag Tag")),
    Field(
        "language", _T.LANGUAGE,
        words("Sprache|Language|Korrespondenzsprache|Locale|Preferred Language|Sprachcode|"
              "Language Code|Kundensprache|Muttersprache"),
    ),
    Field(
        "website", _T.SHORT,
        words("Website|Webseite|Web Page|Homepage|URL|Internet|WWW|Internetadresse|Webadresse|"
              "Webseite 1|Company Domain Name|Website URL|Web|Site|Domain"),
        repeats=True,
    ),
    Field(
        "found_us", _T.SHORT,
        words("Wie haben Sie uns gefunden|How did you find us|Aufmerksam geworden|Lead Source|"
              "Herkunft|Kundenherkunft|Akquiseweg|Quelle|Original Source|Source|Werbequelle|"
              "Wie aufmerksam geworden|Aufmerksam durch|Heard about us|Acquisition Source|Kampagne|"
              "Erstkontakt über|Woher|How did you hear about us|Werbemittel"),
    ),
    Field("likes", _T.TEXT, words("Mag|Likes|Vorlieben|Interessen|Hobbys|Hobby|Hobbies|Interests|"
                                  "Preferences|Liebt|Lieblings")),
    Field("dislikes", _T.TEXT, words("Mag nicht|Dislikes|Abneigungen|Nicht mögen|Unerwünscht")),
    Field(
        "good_to_know", _T.TEXT,
        words("Gut zu wissen|Notizen|Notes|Notiz|Bemerkung|Bemerkungen|Kommentar|Anmerkung|"
              "Anmerkungen|Memo|Infotext|Note|Comment|Comments|Remarks|Freitext|Hinweis|Info|"
              "Description|Beschreibung|Zusatzinfo|Kundeninfo|Customer Note|Interne Notiz"),
        repeats=True,
    ),
    Field(
        "tags", _T.SHORT,
        words("Tags|Labels|Group Membership|Kategorien|Kategorie|Categories|Schlagworte|Merkmale|"
              "Kundengruppe|Kundengruppen|Gruppe|Groups|Customer Group|Segment|Stichwörter|"
              "Schlagwörter|Gruppen|Branche|Industry|Keywords|Klassifizierung|Selektion|Tag"),
        repeats=True,
    ),
    Field(
        "stage", _T.STAGE,
        words("Lead Status|Lifecycle Stage|Kundenstatus|Status|Stage|Lebensphase|Phase|"
              "Kontaktstatus|Customer Status|Aktiv|Interessent/Kunde|Beziehungsstatus|Account Status"),
    ),
    Field(
        "since", _T.DATE,
        words("Kunde seit|Customer Since|Create Date|Created|Created At|Erstellt am|Angelegt am|"
              "Anlagedatum|Connected On|Erfasst am|Registriert am|Registered|Registration Date|"
              "Mitglied seit|Member Since|Erstkontakt|Date Created|Neukunde am|Registered At|"
              "Erstellungsdatum|Eintrittsdatum|Eintritt|Sign Up Date|Signed up|Aufnahmedatum|"
              "Date Registered|First Contact|Anlagedat|Erstellt|Angelegt"),
    ),
    Field(
        "referred_by", _T.SHORT,
        words("Empfohlen von|Referred By|Empfehlung von|Empfehler|Geworben von|Referral|Werber|"
              "Vermittelt durch|Vermittler|Recommended by|Referrer|Empfehlung durch"),
    ),
    Field(
        "carer", _T.SHORT,
        words("Betreuer|Betreut von|Carer|Betreuerin|Contact Owner|Zuständig|Verkäufer|Berater|Kundenbetreuer|Owner|Vertreter|"
              "Account Manager|Sachbearbeiter|Sales Rep|Verantwortlich|Ansprechpartner intern|"
              "Assigned To|Außendienst|Key Account Manager|HubSpot Owner|Bearbeiter"),
    ),
    Field("branch", _T.SHORT, words("Filiale|Branch|Niederlassung|Standort|Geschäftsstelle|Store|"
                                    "Betriebsstätte|Office Location")),
)  # fmt: skip

# What names a customer well enough: one of these is needed in every row.
NAMING = ("customer_number", "full_name", "last_name", "first_name", "organisation", "email", "phone",
          "mobile")  # fmt: skip
_WHO = (
    _CUSTOMER_NUMBER,
    *contact.PERSON,
    _FULL_NAME,
    contact.DEPARTMENT,
    contact.POSITION,
    _PERSON_KIND,
)
_REACH = (_EMAIL, contact.PHONE, contact.MOBILE, contact.FAX, *contact.ADDRESS)

CUSTOMERS = TableKind(
    "customers",
    (*_WHO, *_REACH, *_KNOWN),
    (Need("identity", tuple((name,) for name in NAMING)),),
)
