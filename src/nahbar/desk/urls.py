"""The desk's own pages."""

from django.urls import include, path

from nahbar.desk.views import (
    design,
    house,
    installed,
    keys,
    me,
    pages,
    people,
    pictures,
    search,
    welcome,
)

urlpatterns = [
    path("", include("nahbar.desk.customer_urls")),
    path("", pages.today, name="today"),
    path("experience/", pages.experience, name="experience"),
    path("actions/", pages.actions, name="actions"),
    path("overview/", pages.overview, name="overview"),
    path("jobs/", pages.jobs, name="jobs"),
    path("search/", search.search, name="search"),
    path("alive/", pages.alive, name="alive"),
    path("welcome/<str:token>/", welcome.welcome, name="welcome"),
    path("me/", me.me, name="me"),
    path("me/theme/", me.theme, name="theme"),
    path("me/keys/", keys.switch, name="keys_switch"),
    path("keys/", keys.keys, name="keys"),
    path("sw.js", installed.worker, name="worker"),
    path("offline/", installed.offline, name="offline"),
    path("manifest/<str:language>.webmanifest", installed.manifest, name="manifest"),
    path("house/", house.house, name="house"),
    path("design/", design.design, name="design"),
    path("people/", people.people, name="people"),
    path("people/<uuid:public_id>/picture/", pictures.picture, name="person_picture"),
    path("people/<uuid:public_id>/role/", people.role, name="person_role"),
    path("people/<uuid:public_id>/link/", people.link, name="person_link"),
    path("people/<uuid:public_id>/access/", people.access, name="person_access"),
]
