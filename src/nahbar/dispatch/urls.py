"""The addresses of the room."""

from django.urls import path

from nahbar.dispatch.views import mails

urlpatterns = [
    path("mails/", mails.mails, name="mails"),
    path("mails/<uuid:public_id>/again/", mails.again, name="mail_again"),
    path("mails/<uuid:public_id>/settled/", mails.settled, name="mail_settled"),
]
