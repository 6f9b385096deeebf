"""All addresses of the house."""

from django.urls import URLPattern, URLResolver, include, path

from nahbar.site import pages

ROOMS = (
    "team",
    "customers",
    "dispatch",
    "moments",
    "measures",
    "agenda",
    "sales",
    "circulation",
    "intake",
    "value",
    "reception",
    "steering",
    "demo",
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include("nahbar.desk.account_urls")),
    *(path("", include(f"nahbar.{room}.urls")) for room in ROOMS),
    path("", include("nahbar.desk.urls")),
]

pages.arrange()

handler400 = "nahbar.desk.errors.not_understood"
handler403 = "nahbar.desk.errors.not_allowed"
handler404 = "nahbar.desk.errors.not_found"
handler429 = "nahbar.desk.errors.too_many"
handler500 = "nahbar.desk.errors.broken"
