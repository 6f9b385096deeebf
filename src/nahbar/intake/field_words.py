"""What the fields, kinds and choices of a mapping are called on the screen."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

KINDS: dict[str, str | Promise] = {
    "orders": _("Order lines"),
    "customers": _("Customers"),
    "encounters": _("Moments with customers"),
}

FIELDS: dict[str, str | Promise] = {
    "address_line_2": _("Address, second line"),
    "amount": _("Amount"),
    "day_of_birth": _("Birthday: day"),
    "birth_month": _("Birthday: month"),
    "birth_year": _("Birthday: year"),
    "birthday": _("Birthday"),
    "branch": _("Branch"),
    "cancelled_at": _("Cancelled on"),
    "carer": _("Their person with us"),
    "channel": _("Channel"),
    "city": _("Place"),
    "cost": _("Cost of one piece"),
    "country": _("Country"),
    "currency": _("Currency"),
    "customer_email": _("Mail address of the customer"),
    "customer_name": _("Name of the customer"),
    "customer_number": _("Customer number"),
    "department": _("Department"),
    "discount": _("Discount"),
    "dislikes": _("Dislikes"),
    "duration_minutes": _("Duration in minutes"),
    "email": _("Mail address"),
    "employee": _("Who of us"),
    "event_key": _("Number of the moment"),
    "fax": _("Fax"),
    "first_name": _("First name"),
    "found_us": _("How they found us"),
    "full_name": _("Full name"),
    "good_to_know": _("Good to know"),
    "house_number": _("House number"),
    "kind": _("Kind"),
    "language": _("Language"),
    "last_name": _("Last name"),
    "likes": _("Likes"),
    "line_amount": _("Amount of the line"),
    "line_cost": _("Cost of the line"),
    "line_kind": _("Kind of the line"),
    "middle_name": _("Middle name"),
    "mobile": _("Mobile"),
    "mood": _("How it felt"),
    "mood_word": _("How it felt, in a word"),
    "name_suffix": _("Title behind the name"),
    "note": _("Note"),
    "occurred_at": _("When"),
    "occurred_time": _("Time of day"),
    "order_amount": _("Amount of the order"),
    "order_number": _("Order number"),
    "order_status": _("State of the order"),
    "ordered_at": _("Ordered on"),
    "ordered_time": _("Time of the order"),
    "organisation": _("Organisation"),
    "person_kind": _("Person or organisation"),
    "phone": _("Phone"),
    "position": _("Position"),
    "postcode": _("Postcode"),
    "postcode_city": _("Postcode and place"),
    "product_group": _("Product group"),
    "product_name": _("Product"),
    "promised_on": _("Promised for"),
    "quantity": _("Quantity"),
    "referred_by": _("Sent by"),
    "region": _("Region"),
    "salutation": _("Form of address"),
    "since": _("Customer since"),
    "sku": _("Article number"),
    "stage": _("Prospect, customer, former"),
    "street": _("Street"),
    "subject": _("Subject"),
    "tags": _("Tags"),
    "text": _("Text"),
    "title": pgettext_lazy("before a name", "Title"),
    "touchpoint": _("Touchpoint"),
    "unit_price": _("Price of one piece"),
    "website": _("Website"),
}

QUESTIONS: dict[str, str | Promise] = {
    "table_kind": _("What is one row of this table?"),
    "date_order": _("“%(header)s”: which comes first, the day or the month? (%(examples)s)"),
    "number_style": _("“%(header)s”: is the comma or the point the decimal sign? (%(examples)s)"),
    "credit_sign": _("“%(header)s”: the amounts of %(examples)s have no minus. How do they count?"),
    "mood_scale": _("“%(header)s” holds marks from %(low)s to %(high)s. Which is the best?"),
    "discount_means": _("“%(header)s”: what are these numbers? (%(examples)s)"),
    "order_kind_rule": _("%(lines)s lines are below zero. What are they?"),
}

OF_PREFIX = _("%(lines)s lines with numbers %(value)s… are below zero. What are they?")

CHOICES: dict[str, str | Promise] = {
    "day_first": _("the day"),
    "month_first": _("the month"),
    "comma": _("the comma (1.234,56)"),
    "point": _("the point (1,234.56)"),
    "low_best": _("%(low)s is the best"),
    "high_best": _("%(high)s is the best"),
    "no_mood": _("it does not say how it felt"),
    "percent": _("percent off the price"),
    "of_line": _("an amount off the whole line"),
    "of_piece": _("an amount off each piece"),
    "included": _("the prices are already less it"),
    "subtract": _("they are taken off"),
    "as_written": _("as written, but not toward the value of customers"),
    "cancellation": _("cancellations"),
    "return": _("returns"),
    "take_back": _("taking back"),
    "complaint": _("complaints"),
    "order": _("orders all the same"),
    **KINDS,
}

HINTS: dict[str, str | Promise] = {
    name: _("Written so that the customer may read it one day?")
    for name in ("likes", "dislikes", "good_to_know")
}

REASONS: dict[str, str | Promise] = {
    "nothing_fits": _("stays as it is, kept raw"),
    "header": _("by its heading"),
    "header_and_values": _("by heading and values"),
    "header_contradicted": _("the values say otherwise than the heading"),
    "values_only": _("by its values"),
    "amount_given": _("not needed: the amount of the line stands beside it"),
    "person": _("chosen by you"),
}
