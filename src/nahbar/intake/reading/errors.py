"""What can be wrong with a file or a row, each with a code, its parameters and an English sentence."""

FILE_SENTENCES = {
    "cannot_open": "The file cannot be opened ({reason}).",
    "empty_file": "The file holds no text at all.",
    "not_text": "This is not a text table: the bytes are those of a program, picture or damaged file.",
    "not_a_table": "This is a {kind} file, not a table. Save it as CSV or xlsx and try again.",
    "damaged_gzip": "The gzip file is damaged and cannot be unpacked.",
    "truncated_gzip": "The gzip file ends too early: it was not copied or downloaded completely.",
    "nested_archive": "The archive holds another archive. Unpack it and choose the file inside.",
    "archive": "The zip archive holds {members} files. Unpack it and choose the ones to import.",
    "damaged_archive": "The zip archive is damaged and cannot be unpacked.",
    "zip_bomb": "The file unpacks to more than any workbook of this size can hold; it was not opened.",
    "unpacks_to_too_much": "The file unpacks to more than any table of this size can hold.",
    "utf_32": "The file is written in UTF-32. Save it as UTF-8.",
    "too_large": "Files of this kind may have at most {limit} bytes. Save it as CSV.",
    "workbook_too_demanding": "The workbook needs more memory or time than one file may take. Save it as CSV.",
    "damaged_workbook": "The workbook is damaged or not of a kind that can be read.",
    "password_protected": "The workbook is protected by a password. Save it without one.",
    "no_such_sheet": "The workbook has no sheet of this name.",
    "no_filled_sheet": "No visible sheet of the workbook holds anything.",
    "too_many_columns": "The table has {columns} columns; at most {limit} can be read.",
    "no_rows": "The table has a header and no rows.",
    "line_too_long": "The line is longer than {limit} bytes, so no table can be made out.",
}

ROW_SENTENCES = {
    "too_many_cells": "The row has {cells} cells, but the table has only {columns} columns.",
    "cell_too_large": "The cell in column {position} ({column}) is longer than {limit} characters.",
    "row_too_large": "The row is longer than {limit} bytes.",
    "unclosed_quote": "A quotation mark opens in column {position} ({column}) and is not closed where a "
    "row of the table could end; reading went on after line {last_line}.",
    "broken_quotes": "The quotation marks of the row do not pair up.",
    "nul_bytes": "The row holds NUL bytes, so its content may be damaged.",
}


class ReadingError(Exception):
    """A file, sheet or header that cannot be read; nothing of it has been delivered as if it could.

    `code` is stable (a key of `FILE_SENTENCES`); `parameters` always name the `file`, and
    `sheet` and `line` where they are known.
    """

    def __init__(self, code: str, *, file: str, **parameters: str | int) -> None:
        self.code = code
        self.parameters: dict[str, str | int] = {"file": file, **parameters}
        super().__init__(code, self.parameters)

    def __str__(self) -> str:
        return f"{self._place()}: {FILE_SENTENCES[self.code].format_map(self.parameters)}"

    def _place(self) -> str:
        place = str(self.parameters["file"])
        if "sheet" in self.parameters:
            place += f", sheet {self.parameters['sheet']}"
        if "line" in self.parameters:
            place += f", line {self.parameters['line']}"
        return place
