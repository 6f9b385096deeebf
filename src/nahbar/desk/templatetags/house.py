"""Tags with which allauth's pages are drawn by our own templates."""

from typing import Any

from django import template
from django.forms import BaseForm
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
HEADING_ENDS = "</h1>"


@register.simple_tag(takes_context=True)
def in_plain_shell(context: dict[str, Any], title: str, body: str, tail: str) -> SafeString:
    """The page around `body`, whose first h1 (made by our element) becomes the page's heading."""
    heading, ends, rest = body.partition(HEADING_ENDS)
    shows = {
        "title": title,
        "heading": mark_safe(heading.replace("<h1>", "")) if ends else title,  # noqa: S308  # rendered by Django
        "body": mark_safe(rest if ends else body),  # noqa: S308  # rendered by Django
        "tail": mark_safe(tail),  # noqa: S308  # rendered by Django
    }
    return mark_safe(render_to_string("account/framed.html", shows, context["request"]))  # noqa: S308  # rendered by Jinja2


@register.simple_tag
def house_fields(form: BaseForm) -> SafeString:
    """All fields of a form as our pages draw them."""
    return mark_safe(render_to_string("account/fields.html", {"form": form}))  # noqa: S308  # rendered by Jinja2
