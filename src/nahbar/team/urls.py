"""The addresses of the room."""

from django.urls import path

from nahbar.team.views import hours

urlpatterns = [
    path("team/", hours.team, name="team"),
    path("team/<uuid:public_id>/hours/", hours.hours, name="person_hours"),
    path("team/<uuid:public_id>/absences/", hours.absences, name="person_absences"),
    path("team/<uuid:public_id>/absences/<uuid:absence>/", hours.absence, name="person_absence"),
    path(
        "team/<uuid:public_id>/absences/<uuid:absence>/withdrawal/",
        hours.withdrawal,
        name="person_absence_withdrawal",
    ),
]
