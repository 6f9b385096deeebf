"""The addresses of the room."""

from django.urls import path

from nahbar.team.views import hours, opening, scopes

urlpatterns = [
    path("team/", hours.team, name="team"),
    path("team/opening/", opening.opening, name="opening"),
    path("team/opening/<int:branch>/", opening.hours, name="opening_hours"),
    path("team/opening/<int:branch>/days/", opening.days, name="opening_days"),
    path(
        "team/opening/days/<uuid:day>/withdrawal/",
        opening.withdrawal,
        name="opening_day_withdrawal",
    ),
    path("team/<uuid:public_id>/scope/", scopes.scope, name="person_scope"),
    path("team/<uuid:public_id>/hours/", hours.hours, name="person_hours"),
    path("team/<uuid:public_id>/absences/", hours.absences, name="person_absences"),
    path("team/<uuid:public_id>/absences/<uuid:absence>/", hours.absence, name="person_absence"),
    path(
        "team/<uuid:public_id>/absences/<uuid:absence>/withdrawal/",
        hours.withdrawal,
        name="person_absence_withdrawal",
    ),
]
