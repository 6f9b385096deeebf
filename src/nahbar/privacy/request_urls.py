"""The addresses of what people ask about what is held on them."""

from django.urls import path

from nahbar.privacy.views import breaches, erasing, files, persons, requests, rooms

ONE = "customers/<uuid:public_id>"

urlpatterns = [
    path("privacy/", rooms.room, name="privacy"),
    path("privacy/processing/", rooms.processing, name="privacy_processing"),
    path("privacy/retention/", rooms.retention, name="privacy_retention"),
    path("privacy/retention/<str:key>/", rooms.rule, name="privacy_rule"),
    path("privacy/requests/<uuid:public_id>/", requests.one, name="privacy_request"),
    path("privacy/erasures/<uuid:public_id>/", erasing.erasure, name="erasure"),
    path("privacy/erasures/<uuid:public_id>/back/", erasing.back, name="erasure_back"),
    path("privacy/breaches/new/", breaches.new, name="breach_new"),
    path("privacy/breaches/<uuid:public_id>/", breaches.one, name="breach"),
    path("privacy/breaches/<uuid:public_id>/close/", breaches.close, name="breach_close"),
    path(f"{ONE}/privacy/", persons.person, name="customer_privacy"),
    path(f"{ONE}/privacy/requests/", persons.asks, name="customer_asks"),
    path(f"{ONE}/privacy/restriction/", persons.restriction, name="customer_restrict"),
    path(f"{ONE}/privacy/restriction/lift/", persons.lift, name="customer_restriction_lift"),
    path(f"{ONE}/privacy/objection/", persons.objection, name="customer_object"),
    path(f"{ONE}/privacy/objection/end/", persons.objection_end, name="customer_objection_end"),
    path(f"{ONE}/file/", files.file, name="customer_file"),
    path(f"{ONE}/file.<str:kind>", files.file_as, name="customer_file_as"),
    path(f"{ONE}/erase/", erasing.erase, name="customer_erase"),
]
