"""Countries, currencies and languages by any of their names → ISO codes."""

from functools import cache

import polars as pl
from babel import Locale
from babel.core import get_global

from nahbar.intake.mapping.absence import without_absent
from nahbar.intake.mapping.reading import answer

# Signs of cars, names in use, and what exports write; ISO codes and CLDR's names come from babel.
_COUNTRY_WORDS = {
    "a": "AT", "d": "DE", "i": "IT", "f": "FR", "l": "LU", "fl": "LI", "e": "ES", "b": "BE",
    "h": "HU", "p": "PT", "s": "SE", "n": "NO", "slo": "SI", "brd": "DE", "eire": "IE", "rsa": "ZA",
    "uk": "GB", "england": "GB", "scotland": "GB", "schottland": "GB", "wales": "GB", "uae": "AE",
    "nordirland": "GB", "northern ireland": "GB", "great britain": "GB", "großbritannien": "GB",
    "usa": "US", "u.s.a.": "US", "america": "US", "amerika": "US", "korea": "KR", "holland": "NL",
    "the netherlands": "NL", "republik österreich": "AT", "autriche": "AT", "oesterreich": "AT",
    "bundesrepublik deutschland": "DE", "federal republic of germany": "DE", "allemagne": "DE",
    "suisse": "CH", "svizzera": "CH", "helvetia": "CH", "confoederatio helvetica": "CH", "sui": "CH",
    "ger": "DE", "ned": "NL", "den": "DK", "czech republic": "CZ", "tschechische republik": "CZ",
    "tschechei": "CZ", "slowakische republik": "SK", "türkei": "TR", "turkey": "TR", "italia": "IT",
    "mazedonien": "MK", "weißrussland": "BY", "belarus": "BY", "moldawien": "MD", "taiwan": "TW",
    "hong kong": "HK", "hongkong": "HK", "macau": "MO", "vietnam": "VN", "russia": "RU",
    "russische föderation": "RU", "russian federation": "RU", "ivory coast": "CI", "burma": "MM",
    "republic of ireland": "IE", "republik irland": "IE", "españa": "ES", "magyarország": "HU",
    "slovak republic": "SK", "bosnien": "BA", "fürstentum liechtenstein": "LI", "swaziland": "SZ",
}  # fmt: skip
_CURRENCY_WORDS = {
    "€": "EUR", "euro": "EUR", "euros": "EUR", "$": "USD", "us$": "USD", "dollar": "USD",
    "us-dollar": "USD", "£": "GBP", "pfund": "GBP", "pound": "GBP", "fr.": "CHF", "fr": "CHF",
    "sfr": "CHF", "sfr.": "CHF", "franken": "CHF", "schweizer franken": "CHF", "kč": "CZK",
    "zł": "PLN", "ft": "HUF", "¥": "JPY",
}  # fmt: skip
_LANGUAGE_WORDS = {"d": "de", "e": "en", "f": "fr", "i": "it", "ger": "de", "deu": "de", "eng": "en",
                   "fra": "fr", "fre": "fr", "ita": "it", "spa": "es", "dt": "de", "dt.": "de",
                   "österreichisch": "de", "gb": "en", "uk": "en"}  # fmt: skip


def _names(of: str) -> list[dict[str, str]]:
    """Babel's names of territories or languages, in German and in English: code → name."""
    return [{str(code): str(name) for code, name in getattr(Locale(language), of).items()} for language in ("de", "en")]  # fmt: skip


@cache
def country_words() -> dict[str, str]:
    """Every word for a country, in lower case → ISO 3166 code of two letters."""
    no_countries = {"ZZ", "EU", "UN", "EZ", "XA", "XB", "QO"}
    known: dict[str, str] = {}
    for names in _names("territories"):
        countries = {c: n for c, n in names.items() if len(c) == 2 and c.isalpha()}
        for code in countries.keys() - no_countries:
            known |= {code.lower(): code, countries[code].lower(): code}
    for alias, codes in get_global("territory_aliases").items():
        if len(alias) == 3 and alias.isalpha() and len(codes) == 1:
            known[alias.lower()] = codes[0]
    return known | _COUNTRY_WORDS


@cache
def currency_words() -> dict[str, str]:
    """Every word for a currency, in lower case → ISO 4217 code."""
    return {code.lower(): code for code in get_global("all_currencies")} | _CURRENCY_WORDS


@cache
def language_words() -> dict[str, str]:
    """Every word for a language, in lower case → ISO 639 code (German and English names)."""
    known: dict[str, str] = {}
    for names in _names("languages"):
        for code, name in names.items():
            if len(code) in {2, 3}:
                known |= {code.lower(): code, name.lower(): code}
    return known | _LANGUAGE_WORDS


def _looked_up(cells: pl.Series, word: pl.Expr, known: dict[str, str], code: str) -> pl.DataFrame:
    value = word.replace_strict(known, default=None, return_dtype=pl.String)
    unknown = pl.col("raw").is_not_null() & value.is_null()
    return answer(cells, value, pl.when(unknown).then(pl.lit(code)))


def read_countries(raw: pl.Series) -> pl.DataFrame:
    """Reader: cells → ISO 3166 codes of two letters; `country_unknown`."""
    word = pl.col("raw").str.to_lowercase().str.strip_chars(" .-()")
    return _looked_up(without_absent(raw), word, country_words(), "country_unknown")


def read_currencies(raw: pl.Series) -> pl.DataFrame:
    """Reader: cells → ISO 4217 codes; `currency_unknown`."""
    word = pl.col("raw").str.to_lowercase().str.strip_chars(" ()")
    return _looked_up(without_absent(raw), word, currency_words(), "currency_unknown")


def read_languages(raw: pl.Series) -> pl.DataFrame:
    """Reader: `de`, `Deutsch`, `de_AT` → `de`, `de`, `de-AT`; `language_unknown`."""
    cells = without_absent(raw)
    word = pl.col("raw").str.to_lowercase().str.strip_chars(" ()")
    region = word.str.extract(r"^[a-z]{2,3}[-_]([a-z]{2})(?:[.@].*)?$").str.to_uppercase()
    bare = pl.when(region.is_not_null()).then(word.str.extract(r"^([a-z]{2,3})")).otherwise(word)
    language = bare.replace_strict(language_words(), default=None, return_dtype=pl.String)
    value = pl.when(region.is_not_null()).then(language + "-" + region).otherwise(language)
    unknown = pl.col("raw").is_not_null() & value.is_null()
    return answer(cells, value, pl.when(unknown).then(pl.lit("language_unknown")))


def currency_signs(cells: pl.Series) -> pl.Series:
    """The currency a money cell carries itself (`12,50 €`, `CHF 3.-`), as ISO code or null."""
    sign = pl.col("raw").str.to_lowercase().str.extract(r"(€|eur|us\$|\$|usd|£|gbp|chf|sfr|fr\.)")
    value = sign.replace_strict(currency_words(), default=None, return_dtype=pl.String)
    return cells.alias("raw").to_frame().select(value.alias("currency")).to_series()
