"""All addresses of the house."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

ROOMS = ("customers", "moments", "sales", "intake", "value")

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include("nahbar.desk.account_urls")),
    *(
        path("", include(f"nahbar.{room}.urls"))
        for room in ROOMS
        if find_spec(f"nahbar.{room}.urls")
    ),
    path("", include("nahbar.desk.urls")),
]

handler400 = "nahbar.desk.errors.not_understood"
handler403 = "nahbar.desk.errors.not_allowed"
handler404 = "nahbar.desk.errors.not_found"
handler429 = "nahbar.desk.errors.too_many"
handler500 = "nahbar.desk.errors.broken"
