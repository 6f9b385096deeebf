"""What a row of an order export can hold: one line of an order, or one whole order."""

from nahbar.intake.mapping import contact_fields as contact
from nahbar.intake.mapping.fields import Field, Need, TableKind, ValueType, for_orders, words

_T = ValueType

_HEAD = (
    Field(
        "order_number", _T.KEY,
        words("Invoice|Invoice No|InvoiceNo|Invoice Number|Rechnungsnummer|Rechnung Nr|RgNr|Re-Nr.|"
              "Order Number|Order ID|Order No|Bestellnummer|Bestell-Nr.|Auftragsnummer|Auftrag Nr|"
              "Auftrags-Nr.|Belegnummer|Beleg-Nr.|BelNr|Belegnr|Vorgangsnummer|Vorgang|Order|"
              "Transaktionscode|Transaction ID|Transaktionsnummer|Transaction|Kassenbon|Bon-Nr.|"
              "Bonnummer|Receipt Number|Receipt|Bestell ID|Bestellung|Auftrag|Order Name|Auftrags ID|"
              "Basket|Basket ID|Belegnummer 1|Belegfeld 1|Dokumentnummer|Document No|Externe Auftragsnummer|"
              "Externe Bestellnummer|Order Increment ID|Bill Number|Lieferscheinnummer|Sale ID|"
              "Werkstattauftrag|Fakturanummer|Faktura|Purchase ID|InvoiceID|Beleg|RechnungsID|Order Key"),
        rejects=True, per_order=True,
    ),
    Field(
        "ordered_at", _T.DATETIME,
        words("Invoice Date|InvoiceDate|Rechnungsdatum|Bestelldatum|Order Date|Auftragsdatum|Belegdatum|"
              "Kaufdatum|Purchase Date|Datum|Date|Created at|Buchungstag|Buchungsdatum|Transaktionsdatum|"
              "Transaction Date|Transaction Timestamp|Bestellt am|Ordered At|Order Created|Erstellt am|"
              "Bestellzeitpunkt|Order Time|Verkaufsdatum|Sale Date|Zeitstempel|Timestamp|Datum/Zeit|"
              "Bestellzeit|Date Created|Erstellt|Auftrag vom|Rechnung vom|Leistungsdatum|Faktura Datum|"
              "Fakturadatum|Order Timestamp|Purchased At|Kassendatum|Bondatum|RgDatum|Processed at|"
              "Date Purchased|Erstelldatum|Erstellungsdatum|Umsatzdatum|Belegdat|Order Placed|Tag"),
        rejects=True, per_order=True,
    ),
    Field("ordered_time", _T.TIME, words("Uhrzeit|Zeit|Time|Time of Day|Transaction Time|Belegzeit|"
                                         "Bonzeit|Kassenzeit"), per_order=True),
    Field(
        "customer_number", _T.KEY,
        words("Kundennummer|Kunden-Nr.|KdNr|Kd.-Nr.|Customer ID|Customer Number|CustomerNo|Kunden ID|"
              "Debitor|Debitorennummer|Debitor Nr|Client ID|Kunde Nr|Household ID|Member ID|Customer|"
              "Mitgliedsnummer|Account Number|Personenkonto|Debitorenkonto|User ID|Buyer ID|Account ID|"
              "Customer Key|Kundenkonto|Kontakt ID|Customer Code|Gegenkonto|Household Key|Cust ID|"
              "Klientennummer|Partnernummer|Kundenkartennummer|Kundenkarte|Konto|Debi"),
        rejects=True, per_order=True,
    ),
    Field(
        "customer_email", _T.EMAIL,
        words("Email|E-Mail|E-Mail-Adresse|Customer Email|Email Address|Absender E-Mail-Adresse|"
              "Kunden-E-Mail|Mail|Käufer E-Mail|Buyer Email|Contact Email|E-Mail Kunde|Mailadresse|"
              "From Email Address|Kunde E-Mail|E-Mail des Käufers|Email (Billing)|Emailadresse"),
        per_order=True,
    ),
    Field(
        "customer_name", _T.FULL_NAME,
        words("Kunde|Kundenname|Customer Name|Name|Käufer|Buyer|Buyer Name|Rechnungsempfänger|"
              "Beguenstigter/Zahlungspflichtiger|Auftraggeber|Besteller|Client|Client Name|Name Kunde|"
              "Zahlungspflichtiger|Auftraggeber/Empfänger|Full Name|Empfänger|Name Zahlungsbeteiligter|"
              "Rechnungsname|Billing Name|Name 1|Buchungspartner|Debitorenname|Name des Käufers|Geschäftspartner"),
        per_order=True,
    ),
)  # fmt: skip

_LINE = (
    Field("sku", _T.KEY, words(
        "SKU|StockCode|Stock Code|Artikelnummer|Artikel-Nr.|ArtNr|Art.-Nr.|Product ID|Item Number|"
        "Produktnummer|Produkt-ID|Item ID|EAN|GTIN|Product Code|Item SKU|Item Code|Product Number|"
        "Lineitem sku|Lineitem ID|Produktcode|Teilenummer|Teile-Nr.|Material|Materialnummer|Item No|"
        "Artikel ID|Positionsnummer Artikel|Product SKU|Variation ID|Barcode|Fahrgestellnummer|"
        "Warennummer|Article Number|Artikelcode|Product Key|Produktschlüssel")),
    Field("product_name", _T.SHORT, words(
        "Description|Product|Product Name|Artikel|Artikelbezeichnung|Artikelname|Produkt|Produktname|"
        "Bezeichnung|Item|Item Name|Lineitem name|Artikeltext|Positionstext|Leistung|Produkttitel|"
        "Product Title|Beschreibung|Warenbezeichnung|Item Title|Article|Artikelbeschreibung|Bestellposition|"
        "Bezeichnung 1|Positionsbezeichnung|Item Description|Product Description|Ware|Leistungstext")),
    Field("product_group", _T.SHORT, words(
        "Warengruppe|Product Group|Product Category|Category|Kategorie|Artikelgruppe|Produktgruppe|"
        "Product Type|Department|Sortiment|Warengruppenname|Produktkategorie|Sparte|Vendor|Hersteller|"
        "Artikelkategorie|Item Category|Erlöskonto|Leistungsart|Produktart|Produkttyp|Marke|Brand")),
    Field("quantity", _T.DECIMAL, words(
        "Quantity|Menge|Anzahl|Qty|Stück|Stückzahl|Stk|Bestellmenge|Lineitem quantity|Item Quantity|"
        "Units|Amount of Items|Pieces|Count|Verkaufte Menge|Liefermenge|Quantity Ordered|Order Quantity|"
        "Ordered Quantity|Artikelmenge|Positionsmenge|Einheiten|Rechnungsmenge|Item Qty|Absatz"),
        rejects=True),
    Field("unit_price", _T.MONEY, words(
        "Price|Unit Price|UnitPrice|Preis|Einzelpreis|Stückpreis|EP|E-Preis|Lineitem price|Item Price|"
        "Verkaufspreis|VK|VK-Preis|Preis pro Stück|Einzelpreis netto|Einzelpreis brutto|Item Cost Price|"
        "Price Each|Preis je Einheit|Artikelpreis|Stückpreis netto|Stückpreis brutto|Product Price|"
        "Price per Unit|Selling Price|Nettopreis|Bruttopreis|EPreis|Einheitspreis|VK netto|VK brutto|"
        "Preis netto|Preis brutto"),
        rejects=True),
    Field("line_amount", _T.MONEY, words(
        "Line Amount|Line Total|Positionsbetrag|Zeilenbetrag|Gesamtpreis|Positionswert|Sales Value|"
        "Item Total|Zeilensumme|GP|Positionssumme|Line Item Total|Positionspreis|Amount|Betrag|Umsatz|"
        "Sales|Revenue|Umsatz netto|Nettoumsatz|Net Sales|Extended Price|Erlös|Wert|Nettowert|"
        "Positionsbetrag netto|Warenwert Position|Gesamt netto Position|Item Subtotal|Net Amount|"
        "Netto gesamt|Nettobetrag|Netto Betrag|Betrag netto|Positionsbetrag brutto|Zeilenwert|"
        "Netto Position|Line Amount net|Line Price|"
        "Sales Amount|Order Item Total|Umsatzerlös|Verkaufswert|G-Preis|Gesamtpreis netto|Turnover"),
        rejects=True),
    Field("discount", _T.DISCOUNT, words(
        "Rabatt|Discount|Nachlass|Preisnachlass|Rabatt %|Rabatt in %|Rabatt Prozent|Rabattsatz|Rabattbetrag|"
        "Positionsrabatt|Zeilenrabatt|Rabatt Position|Kundenrabatt|Rabatt EUR|Rabatt netto|Discount %|"
        "Discount Percent|Discount Rate|Line Discount|Item Discount|Lineitem discount|Discount per Item"),
        rejects=True),
    Field("cost", _T.MONEY, words(
        "Cost|Unit Cost|Einkaufspreis|EK|EK-Preis|Einstandspreis|Selbstkosten|Cost per Item|"
        "EK netto|Stückkosten|Cost Price|Purchase Price|Wareneinsatz je Stück|EK-Stückpreis|"
        "Herstellkosten|Einstand|Cost of Item|Kosten je Stück")),
    Field("line_cost", _T.MONEY, words(
        "Line Cost|Wareneinsatz|Kosten|Total Cost|COGS|Einstandswert|Cost of Goods|Cost of Goods Sold|"
        "Einsatz|EK gesamt|EK-Wert|Positionskosten|Gesamtkosten")),
)  # fmt: skip

_TAIL = (
    Field("order_amount", _T.MONEY, words(
        "Total|Gesamtbetrag|Rechnungsbetrag|Order Total|Gesamtsumme|Bestellwert|Endbetrag|Brutto|"
        "Bruttobetrag|Invoice Amount|Auftragswert|Summe|Total Amount|Grand Total|Order Amount|"
        "Rechnungssumme|Gesamt|Bestellsumme|Invoice Total|Auftragssumme|Bruttosumme|Order Value|Umsatz brutto|"
        "Betrag brutto|Total Price|Gesamtbetrag brutto|Rechnungsbetrag brutto|Total Sales|"
        "Rechnungsbetrag netto|Gesamtbetrag netto|Gesamt netto|Gesamt brutto|Summe netto|Summe brutto|"
        "Umsatz (ohne Soll/Haben-Kz)|Zahlbetrag|Belegbetrag|Bruttoumsatz|Gesamtwert"),
        rejects=True, per_order=True),
    Field("currency", _T.CURRENCY, words(
        "Currency|Währung|Waehrung|Currency Code|Währungscode|Whg|WKZ|WKZ Umsatz|Währungskennzeichen|"
        "Order Currency|Currency ISO|ISO Währung|Währungskürzel"), per_order=True),
    Field("line_kind", _T.ORDER_KIND, words(
        "Typ|Type|Belegart|Vorgangsart|Transaction Type|Auftragsart|Art|Dokumentart|Document Type|"
        "Belegtyp|Order Type|Line Kind|Bewegungsart|Buchungsart|Geschäftsvorfall|Auftragstyp|"
        "Buchungstext|Rechnungsart|Invoice Type|Vorgangstyp|Rechnungstyp")),
    Field("order_status", _T.ORDER_KIND, words(
        "Status|Order Status|Bestellstatus|Auftragsstatus|Financial Status|Rechnungsstatus|State Name|"
        "Order State|Zahlungsstatus|Payment Status|Belegstatus|Auftragsstand|Vorgangsstatus"),
        per_order=True),
    Field("cancelled_at", _T.DATETIME, words(
        "Cancelled at|Canceled at|Storniert am|Stornodatum|Cancellation Date|Cancelled On|Storno am"),
        per_order=True),
    Field("branch", _T.SHORT, words(
        "Filiale|Branch|Store|Niederlassung|Standort|Shop|Store ID|Filial-Nr.|Filialnummer|Store Name|"
        "Geschäftsstelle|Betriebsstätte|Location|Mandant|Kostenstelle|Location Name"), per_order=True),
    Field("employee", _T.SHORT, words(
        "Verkäufer|Bearbeiter|Sachbearbeiter|Employee|Mitarbeiter|Salesperson|Sales Rep|Kassier|Bediener|"
        "Vertreter|Verkaufsberater|Kassierer|Cashier|Staff|Berater|Betreuer|Serviceberater|Agent"),
        per_order=True),
    Field("channel", _T.SHORT, words(
        "Kanal|Channel|Vertriebskanal|Sales Channel|Source|Source Name|Plattform|Platform|Verkaufskanal|"
        "Marktplatz|Marketplace|Herkunft|Order Source|Bestellweg|Vertriebsweg|Auftragsherkunft"),
        per_order=True),
    Field("promised_on", _T.DATE, words(
        "Liefertermin|Delivery Date|Zugesagt am|Promised On|Liefertermin zugesagt|Promised Date|"
        "Wunschtermin|Requested Delivery Date|Voraussichtlicher Liefertermin|Zusagetermin|"
        "Expected Delivery|Liefertermin bestätigt|Fertigstellungstermin"), per_order=True),
    Field("note", _T.TEXT, words(
        "Notes|Note|Notiz|Notizen|Bemerkung|Hinweis|Kommentar|Verwendungszweck|Order Notes|Comment|"
        "Anmerkung|Betreff|Kundenkommentar|Customer Note|Bemerkungen|Memo|Subject|Bestellkommentar|"
        "Interne Notiz|Remark|Info|Auftragsbemerkung|Comments"), repeats=True, per_order=True),
)  # fmt: skip

ORDERS = TableKind(
    "orders",
    (
        *_HEAD,
        *(for_orders(field) for field in contact.PERSON),
        for_orders(contact.PHONE),
        for_orders(contact.MOBILE),
        *(for_orders(field) for field in contact.ADDRESS),
        *_LINE,
        *_TAIL,
    ),
    (
        Need("date", (("ordered_at",),)),
        Need("amount", (("line_amount",), ("order_amount",), ("quantity", "unit_price"))),
        Need("order_or_customer", (("order_number",), *((name,) for name in contact.WHO))),
    ),
)
