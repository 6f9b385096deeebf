"""What went wrong, and where, in the reader's language: one sentence for each code."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nahbar.intake.models import Import, RejectedRow

FILES: dict[str, str | Promise] = {
    "cannot_open": _("The file cannot be opened."),
    "empty_file": _("The file holds no text at all."),
    "not_text": _("This is no table of text: it looks like a program, a picture or damaged data."),
    "not_a_table": _("This is a %(kind)s file, no table. Save it as CSV or xlsx and try again."),
    "damaged_gzip": _("The gzip file is damaged and cannot be unpacked."),
    "truncated_gzip": _("The gzip file ends too early. Was it copied completely?"),
    "nested_archive": _("The archive holds another archive. Unpack it and choose the file inside."),
    "archive": _("The archive holds %(members)s files. Unpack it and choose those you want."),
    "damaged_archive": _("The archive is damaged and cannot be unpacked."),
    "zip_bomb": _("The file unpacks to more than any workbook can hold. It was not opened."),
    "unpacks_to_too_much": _("The file unpacks to more than any table can hold. It was not read."),
    "utf_32": _("The file is written in UTF-32. Save it as UTF-8 and try again."),
    "too_large": _("A file of this kind may have at most %(limit)s bytes. Save it as CSV."),
    "workbook_too_demanding": _("The workbook needs too much memory or time. Save it as CSV."),
    "damaged_workbook": _("The workbook is damaged, or of a kind that cannot be read."),
    "password_protected": _("The workbook is protected by a password. Save it without one."),
    "no_such_sheet": _("The workbook has no sheet of this name."),
    "no_filled_sheet": _("No visible sheet of the workbook holds anything."),
    "too_many_columns": _("The table has %(columns)s columns; at most %(limit)s can be read."),
    "no_rows": _("There is a heading here, and not a single row below it."),
    "line_too_long": _("A line is longer than %(limit)s bytes: no table can be made out."),
    "disk_full": _("The disk is full. Make room, then let the import go on."),
    "unexpected": _("Something unforeseen happened. Nothing is lost; the import can go on."),
}

ROWS: dict[str, str | Promise] = {
    "too_many_cells": _("The row has %(cells)s cells, the table only %(columns)s columns."),
    "cell_too_large": _("The cell in column “%(column)s” is longer than %(limit)s characters."),
    "row_too_large": _("The row is longer than %(limit)s bytes."),
    "unclosed_quote": _("A quotation mark opens in column “%(column)s” and is never closed."),
    "broken_quotes": _("The quotation marks of the row do not pair up."),
    "nul_bytes": _("The row holds NUL bytes: its content may be damaged."),
    "number_unreadable": _("“%(value)s” is not a number."),
    "number_ambiguous": _("“%(value)s” could have a decimal comma or a decimal point."),
    "number_percent": _("“%(value)s” is a percentage, no amount."),
    "number_out_of_range": _("“%(value)s” is larger than any number kept here."),
    "number_absurd": _("“%(value)s” is too large to be true."),
    "number_not_whole": _("“%(value)s” is not a whole number."),
    "quantity_absurd": _("A quantity of %(value)s is too large to be true."),
    "amount_absurd": _("An amount of %(value)s is too large to be true."),
    "amount_negative": _("%(value)s: an order below zero, kept as an adjustment."),
    "date_unreadable": _("“%(value)s” is not a date."),
    "date_impossible": _("“%(value)s” is a day that does not exist."),
    "date_ambiguous": _("“%(value)s”: which is the day, which the month?"),
    "date_out_of_range": _("“%(value)s” lies before 1900 or after 2100."),
    "time_unreadable": _("“%(value)s” is no time of day."),
    "text_too_long": _("The text is too long."),
    "name_too_long": _("A name of more than 200 characters."),
    "name_unreadable": _("“%(value)s” holds no letter: it is no name."),
    "marks_removed": _("Invisible characters were removed from “%(value)s”."),
    "key_too_long": _("A number of more than 60 characters."),
    "key_damaged": _("“%(value)s” lost digits in a spreadsheet. Export the column as text."),
    "email_unreadable": _("“%(value)s” is not a mail address."),
    "phone_unreadable": _("“%(value)s” is not a telephone number."),
    "country_unknown": _("No country is called “%(value)s”."),
    "currency_unknown": _("No currency is called “%(value)s”."),
    "language_unknown": _("No language is called “%(value)s”."),
    "salutation_unknown": _("“%(value)s” is no form of address known here."),
    "person_kind_unknown": _("“%(value)s” is neither person, household nor organisation."),
    "stage_unknown": _("“%(value)s” is no stage between prospect and former customer."),
    "mood_unreadable": _("“%(value)s” is no mood between −2 and +2."),
    "mood_ambiguous": _("“%(value)s”: which end of these marks is the good one?"),
    "yes_no_unreadable": _("“%(value)s” is neither yes nor no."),
    "link_unreadable": _("“%(value)s” is no link to a page."),
    "choice_unknown": _("“%(value)s” is not in the list."),
    "own_too_small": _("“%(value)s” is less than the field “%(column)s” may hold."),
    "own_too_large": _("“%(value)s” is more than the field “%(column)s” may hold."),
    "own_too_long": _("The text is longer than the field “%(column)s” may hold."),
    "own_form": _("“%(value)s” is not of the form that the field “%(column)s” asks for."),
    "value_missing": _("A value is missing here."),
    "number_reused": _("This customer number belongs to somebody with another name."),
    "mail_of_several": _("Several customers share this mail address. Add the customer number."),
    "order_absurd": _("The lines of this order come to more than a hundred billion together."),
    "currency_mixed": _("The other lines of this order are in another currency."),
    "customer_missing": _("The row names no customer."),
}

LACKING: dict[str, str | Promise] = {
    "identity": _("The row names nobody: no name, no number, no mail address."),
    "ordered_at": _("The row has no date."),
    "occurred_at": _("The row has no date."),
    "amount": _("The row has no amount."),
}

MISSING: dict[str, str | Promise] = {
    "identity": _("a column with a name, a customer number or a mail address"),
    "date": _("a column with the date"),
    "amount": _("a column with the amount, or quantity and price"),
    "order_or_customer": _("a column with the order number or the customer"),
    "customer": _("a column that names the customer"),
}

ENCODINGS: dict[str, str | Promise] = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1252": _("Windows characters (Western European)"),
    "latin-1": _("Western European characters"),
    "cp850": _("DOS characters"),
    "mac-roman": _("Macintosh characters"),
}


def say_failure(import_run: Import) -> str:
    """Why an import stopped, and in which file, sheet and line."""
    parameters = dict(import_run.error_details.get("parameters", {}))
    sentence = _filled(FILES, import_run.error_code, parameters)
    places = [str(parameters[name]) for name in ("file", "sheet") if parameters.get(name)]
    if parameters.get("line"):
        places.append(str(_("line %(line)s")) % {"line": parameters["line"]})
    return f"{', '.join(places)}: {sentence}" if places else sentence


def say_fault(row: RejectedRow) -> str:
    """Why a row or a value was left out."""
    if row.code == "value_missing" and row.column in LACKING:
        return str(LACKING[row.column])
    return _filled(ROWS, row.code, {"value": "", "column": row.column, **row.details})


def shown_column(row: RejectedRow) -> str:
    """The heading of the column a fault is about; empty where it is about no single one."""
    return "" if row.column in LACKING and row.code == "value_missing" else row.column


def _filled(
    sentences: Mapping[str, str | Promise], code: str, parameters: Mapping[str, Any]
) -> str:
    sentence = str(sentences.get(code, code))
    try:
        return sentence % dict(parameters)
    except KeyError:
        return sentence
