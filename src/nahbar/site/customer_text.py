"""One customer, and lists of them, as lines for somebody at a terminal."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from nahbar.core import formats
from nahbar.customers.choices import country_name
from nahbar.customers.models import ContactPoint


def found_line(customer: Mapping[str, Any]) -> str:
    """Of somebody `find` found: the id, and what tells two of one name apart."""
    told = [customer["name"], customer["city"], ", ".join(customer["numbers"])]
    return f"{customer['id']}  {'  '.join(filter(None, told))}  ({customer['why']})"


def sheet_lines(sheet: Mapping[str, Any], entries: int) -> list[str]:
    """Of a customer's sheet: name, numbers, how to reach them, value, the newest `entries`."""
    customer, timeline = sheet["customer"], sheet["timeline"]
    numbers = ", ".join(f"{one['number']} ({one['source']})" for one in customer["numbers"])
    lines = [customer["name"], *filter(None, [numbers])]
    lines += [_reached_by(point) for point in customer["contact_points"]]
    lines += [_address(address) for address in customer["addresses"]]
    lines += [f"{one['label']}: {one['text']}" for one in customer["own_fields"]]
    if sheet["value"]:
        lines.append(_value(sheet["value"]))
    lines += [
        f"{formats.date(entry['at'])}  {entry['what']}  {entry['about']}".rstrip()
        for entry in timeline[:entries]
    ]
    return lines


def _reached_by(point: Mapping[str, Any]) -> str:
    return f"{ContactPoint.Kind(point['kind']).label}: {point['value']}"


def _address(address: Mapping[str, Any]) -> str:
    place = f"{address['postcode']} {address['city']}".strip()
    land = country_name(address["country"]) if address["country"] else ""
    return ", ".join(filter(None, [address["street"], address["extra"], place, land]))


def _value(figure: Mapping[str, Any]) -> str:
    currency = figure["value"]["currency"]
    told = {
        "value": formats.money(Decimal(figure["value"]["amount"]), currency, 0),
        "low": formats.money(Decimal(figure["range"]["low"]["amount"]), currency, 0),
        "high": formats.money(Decimal(figure["range"]["high"]["amount"]), currency, 0),
    }
    sentence = _("Value: %(value)s, between %(low)s and %(high)s") % told
    return f"{sentence}  {figure['class']}" if figure["class"] else sentence
