"""The addresses of the room."""

from django.urls import path

from nahbar.reception.views import calls, incoming, numbers, telephones, visitors

urlpatterns = [
    path("visitors/", visitors.visitors, name="visitors"),
    path("visitors/now/", visitors.now, name="visitors_now"),
    path("visitors/<uuid:appointment>/arrival/", visitors.arrival, name="visitor_arrival"),
    path("calls/incoming/", incoming.incoming, name="call_incoming"),
    path("calls/incoming/<str:token>/", incoming.incoming, name="call_incoming_by"),
    path("calls/now/", calls.now, name="calls_now"),
    path("calls/dial/", numbers.dial, name="call_dial"),
    path("calls/unknown/", numbers.unknown, name="call_unknown"),
    path("calls/<uuid:public_id>/note/<uuid:customer>/", calls.note, name="call_note"),
    path("calls/<uuid:public_id>/away/", calls.away, name="call_away"),
    path("customers/<uuid:customer>/not-reached/", calls.not_reached, name="call_not_reached"),
    path("me/telephone/", telephones.my_telephone, name="my_telephone"),
    path("house/telephones/", telephones.systems, name="phone_systems"),
    path("house/telephones/<uuid:public_id>/renew/", telephones.renew, name="phone_system_renew"),
    path(
        "house/telephones/<uuid:public_id>/remove/", telephones.remove, name="phone_system_remove"
    ),
]
