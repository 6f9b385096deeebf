"""Fields of a person or firm that customer lists and order exports share."""

from nahbar.intake.mapping.fields import Field, ValueType, words

SALUTATION = Field(
    "salutation",
    ValueType.SALUTATION,
    words("Anrede|Salutation|Geschlecht|Gender|Sex|Anredeschlüssel|Kundenanrede|Anrede Kunde"),
)
TITLE = Field(
    "title",
    ValueType.NAME,
    words("Titel|Title|Akademischer Titel|Namenspräfix|Name Prefix|Prefix|Präfix|Titel vor|"
          "Titel vorne|vorangestellter Titel|Academic Title|Honorific Prefix|Akad. Titel|Akad. Grad"),
)  # fmt: skip
FIRST_NAME = Field(
    "first_name",
    ValueType.NAME,
    words("Vorname|First Name|Given Name|Forename|Firstname|fname|VName|Rufname|Vorname(n)|"
          "Customer First Name|Kunde Vorname|Kundenvorname|Vorname Kunde|Contact First Name|"
          "Ansprechpartner Vorname|Vorname Ansprechpartner|Prénom|First|Given"),
)  # fmt: skip
MIDDLE_NAME = Field(
    "middle_name",
    ValueType.NAME,
    words("Weitere Vornamen|Middle Name|Additional Name|Zweiter Vorname|Zweitname|2. Vorname|"
          "Middle Initial|Mittelname|Vorname 2|Middle"),
)  # fmt: skip
LAST_NAME = Field(
    "last_name",
    ValueType.NAME,
    words("Nachname|Last Name|Family Name|Surname|Familienname|Zuname|lname|NName|Kunde Nachname|"
          "Customer Last Name|Kundennachname|Nachname Kunde|Contact Last Name|Family|Last|"
          "Ansprechpartner Nachname|Nachname Ansprechpartner|Nom de famille|Name 1 Nachname"),
)  # fmt: skip
NAME_SUFFIX = Field(
    "name_suffix",
    ValueType.NAME,
    words("Suffix|Name Suffix|Namenssuffix|Titel hinten|Titel nach|nachgestellter Titel|"
          "Namenszusatz|Honorific Suffix|Generation"),
)  # fmt: skip
ORGANISATION = Field(
    "organisation",
    ValueType.NAME,
    words("Firma|Firmenname|Organisation|Organization|Organization Name|Organization 1 Name|"
          "Company|Company Name|Unternehmen|Unternehmensname|Associated Company|Betrieb|"
          "Firmenbezeichnung|Business Name|Account Name|Institution|Verein|Firma 1|Firmenname 1|"
          "Name Firma|Kundenfirma|Firma Kunde|Associated Company Name|Name (Adressattyp Unternehmen)"),
)  # fmt: skip
DEPARTMENT = Field(
    "department",
    ValueType.SHORT,
    words("Abteilung|Department|Organization Department|Organization 1 Department|Dept|"
          "Organisationseinheit"),
)  # fmt: skip
POSITION = Field(
    "position",
    ValueType.SHORT,
    words("Position|Job Title|Organization Title|Organization 1 Title|Arbeitstitel|Funktion|"
          "Beruf|Occupation|Berufsbezeichnung|Role|Rolle|Stellung|Jobtitel|Stellenbezeichnung|"
          "Profession|Function"),
)  # fmt: skip
PHONE = Field(
    "phone",
    ValueType.PHONE,
    words("Telefon|Phone|Telephone|Rufnummer|Fon|Festnetz|Telefon Nr|Phone Number|Telefonnr|"
          "Haupttelefon|Telefon 1|Telefon Zentrale|Durchwahl|Vorwahl Telefon|Customer Phone|"
          "Kunde Telefon|Telefon Kunde|Kundentelefon|Landline|Voice|Contact Phone|Telefax Telefon|"
          "Telefon Festnetz|Autotelefon|Car Phone|Main Phone|Primary Phone|Callback|Rückmeldung"),
    repeats=True,
)  # fmt: skip
MOBILE = Field(
    "mobile",
    ValueType.PHONE,
    words("Mobil|Mobiltelefon|Handy|Mobile|Mobile Phone|Cell|Cell Phone|Cellphone|Mobilnr|Handynr|"
          "Mobile Number|Mobilfunk|Mobil Tel Nr|Natel|Mobilrufnummer|Mobile Phone Number|"
          "Telefon mobil|Tel. mobil|Phone Mobile|Smartphone|Mobil Nr|Handy Nr|WhatsApp"),
    repeats=True,
)  # fmt: skip
FAX = Field(
    "fax",
    ValueType.PHONE,
    words("Fax|Telefax|Faxnr|Fax Nr|Fax Number|Fax Phone|Telefaxnr|Telefon Fax"),
    repeats=True,
)
STREET = Field(
    "street",
    ValueType.SHORT,
    words("Straße|Street|Addr|Strasse und Hausnummer|Straße Hausnummer|Straße/Hausnr.|Address|"
          "Street Address|Adresse|Anschrift|Address Line 1|Adresszeile 1|Address 1|Adresse 1|"
          "Straße 1|Straße Nr|Straße u. Nr.|Straße + Nr.|Address Street|Street 1|Rue|"
          "Adresse Straße|Straße und Nr|Straße & Hausnummer|Kundenstraße|Lieferadresse"),
    in_address=True,
)  # fmt: skip
HOUSE_NUMBER = Field(
    "house_number",
    ValueType.SHORT,
    words("Hausnummer|House Number|Haus Nr|HNr|Hausnr|Street Number|HausNummer Zusatz|House No|"
          "Building Number"),
    in_address=True,
)  # fmt: skip
ADDRESS_LINE_2 = Field(
    "address_line_2",
    ValueType.SHORT,
    words("Adresszusatz|Address Line 2|Adresszeile 2|Address 2|Adresse 2|Straße 2|Street 2|"
          "Extended Address|Address Extended Address|Address 1 - Extended Address|Zusatz|"
          "Anschriftenzusatz|Adresszusatz 1|Additional Address Line 1|Address Addition|c/o|"
          "Stiege/Tür|Apartment|Apt|Street Line 2"),
    in_address=True,
)  # fmt: skip
POSTCODE = Field(
    "postcode",
    ValueType.POSTCODE,
    words("PLZ|Postleitzahl|Postal Code|Postcode|Zip|Zip Code|ZipCode|Zip/Postal Code|"
          "Address Postal Code|Post Code|Kunde PLZ|PLZ Kunde|Kunden PLZ|Code postal|Postal|"
          "Postcode/Zip|Postal/Zip Code|NPA"),
    in_address=True,
)  # fmt: skip
CITY = Field(
    "city",
    ValueType.SHORT,
    words("Ort|Stadt|City|Town|Wohnort|Ortschaft|Gemeinde|Address City|Ortsname|Locality|"
          "Kunde Ort|Kundenort|Ort Kunde|Town/City|Ville|Firmensitz|Suburb"),
    in_address=True,
)  # fmt: skip
POSTCODE_CITY = Field(
    "postcode_city",
    ValueType.SHORT,
    words("PLZ Ort|PLZ/Ort|PLZ und Ort|PLZ, Ort|Postleitzahl Ort|Postcode City|Zip City"),
    in_address=True,
)
REGION = Field(
    "region",
    ValueType.SHORT,
    words("Bundesland|Region|State|Province|Kanton|Bundesland/Kanton|State/Region|County|"
          "State/Province|Address Region|Land/Bundesland|Provinz|State Code|Province Name"),
    in_address=True,
)  # fmt: skip
COUNTRY = Field(
    "country",
    ValueType.COUNTRY,
    words("Land|Country|Staat|Country Code|Ländercode|Länderkennzeichen|Country/Region|LKZ|"
          "Land/Region|Address Country|Landkennzeichen|Länderkürzel|Country Name|ISO Land|"
          "Landescode|Nation|Pays|Country ISO|Land ISO|Ländername|Kunde Land|Kundenland|"
          "Land Kunde|Country Code ISO|Customer Country"),
    in_address=True,
)  # fmt: skip

PERSON = (SALUTATION, TITLE, FIRST_NAME, MIDDLE_NAME, LAST_NAME, NAME_SUFFIX, ORGANISATION)
ADDRESS = (
    STREET, HOUSE_NUMBER, ADDRESS_LINE_2, POSTCODE, CITY, POSTCODE_CITY, REGION, COUNTRY,
)  # fmt: skip
# What tells whose order or moment it is.
WHO = ("customer_number", "customer_email", "customer_name", "last_name", "organisation", "phone")
