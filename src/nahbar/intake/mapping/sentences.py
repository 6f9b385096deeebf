"""The English default for every code; the web layer translates them.

Parameters in braces are filled from a fault (`column`, `value`), a reason or a question.
"""

VALUES = {
    "number_unreadable": "“{value}” is not a number.",
    "number_ambiguous": "“{value}” could be read with a decimal comma or a decimal point.",
    "number_percent": "“{value}” is a percentage, not an amount.",
    "number_out_of_range": "“{value}” is larger than any number kept here.",
    "number_absurd": "“{value}” is too large to be true.",
    "number_not_whole": "“{value}” is not a whole number.",
    "quantity_absurd": "A quantity of {value} is too large to be true.",
    "amount_absurd": "An amount of {value} is too large to be true.",
    "amount_negative": "{value}: an order below zero; kept as an adjustment.",
    "date_unreadable": "“{value}” is not a date.",
    "date_impossible": "“{value}” is a day that does not exist.",
    "date_ambiguous": "“{value}”: which part is the day, which the month?",
    "date_out_of_range": "“{value}” lies before 1900 or after 2100.",
    "time_unreadable": "“{value}” is not a time of day.",
    "text_too_long": "The text is too long.",
    "name_too_long": "A name of more than 200 characters.",
    "name_unreadable": "“{value}” holds no letter; it is no name.",
    "marks_removed": "Characters nobody can see were removed from “{value}”.",
    "key_too_long": "A number of more than 60 characters.",
    "key_damaged": "“{value}” lost its last digits in a spreadsheet; export the column as text.",
    "email_unreadable": "“{value}” is not a mail address.",
    "phone_unreadable": "“{value}” is not a telephone number.",
    "country_unknown": "No country is called “{value}”.",
    "currency_unknown": "No currency is called “{value}”.",
    "language_unknown": "No language is called “{value}”.",
    "salutation_unknown": "“{value}” is no salutation known here.",
    "person_kind_unknown": "“{value}” is neither person, household nor organisation.",
    "stage_unknown": "“{value}” is no stage between prospect and former customer.",
    "mood_unreadable": "“{value}” is no mood from −2 to +2.",
    "value_missing": "{column} is missing.",
}
REASONS = {
    "nothing_fits": "Neither the header nor the values fit a field.",
    "header": "The header is “{header}”.",
    "header_and_values": "The header is “{header}”, and the values fit.",
    "header_contradicted": "The header is “{header}”, but the values look like {shape}.",
    "values_only": "The values look like {shape} ({share}).",
    "person": "Chosen by a person.",
}
QUESTIONS = {
    "table_kind": "What is one row of this table: a customer, an order line or an encounter?",
    "date_order": "In {header}, is the day or the month written first ({examples})?",
    "number_style": "In {header}, is the comma or the point the decimal sign ({examples})?",
    "credit_sign": "Lines marked {examples} are not below zero: are their amounts taken off?",
    "order_kind_rule": "{lines} lines ({value}) are below zero: what are they?",
}
NEEDS = {
    "identity": "A name, a number or a mail address of the customer.",
    "date": "A date.",
    "amount": "An amount, or quantity and price.",
    "order_or_customer": "An order number, or something that names the customer.",
    "customer": "Something that names the customer.",
}
