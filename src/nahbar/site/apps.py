"""Wires the rooms together when Django is ready."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The outermost layer: its start-up connects the rooms."""

    name = "nahbar.site"
    label = "house"

    def ready(self) -> None:
        """Let each room hear what it asked to hear."""
        from nahbar.site import wiring  # noqa: PLC0415  # models must be loaded first

        wiring.connect()
