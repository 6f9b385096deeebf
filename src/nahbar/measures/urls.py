"""The addresses of the room."""

from django.urls import path

from nahbar.measures.views import findings, goals, measures, new

urlpatterns = [
    path("findings/", findings.findings, name="findings"),
    path("findings/new/", new.new, name="finding_new"),
    path("findings/<uuid:public_id>/", findings.finding, name="finding"),
    path("findings/<uuid:public_id>/words/", findings.change, name="finding_words"),
    path("findings/<uuid:public_id>/end/", findings.close, name="finding_end"),
    path("findings/<uuid:public_id>/withdrawal/", findings.withdraw, name="finding_withdrawal"),
    path("findings/<uuid:public_id>/goals/", goals.new, name="goal_new"),
    path("findings/<uuid:public_id>/measures/", measures.new, name="measure_new"),
    path("goals/<uuid:public_id>/", goals.change, name="goal"),
    path("goals/<uuid:public_id>/withdrawal/", goals.withdraw, name="goal_withdrawal"),
    path("measures/<uuid:public_id>/", measures.measure, name="measure"),
    path("measures/<uuid:public_id>/plan/", measures.change, name="measure_change"),
    path("measures/<uuid:public_id>/start/", measures.start, name="measure_start"),
    path("measures/<uuid:public_id>/end/", measures.finish, name="measure_end"),
    path("measures/<uuid:public_id>/drop/", measures.drop, name="measure_drop"),
]
