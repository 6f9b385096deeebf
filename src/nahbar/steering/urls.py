"""The addresses of the room."""

from django.urls import path

from nahbar.steering.views import answers, document, goals, report

urlpatterns = [
    path("overview/start/", report.report, name="report"),
    path("overview/start/answers/", answers.answers, name="report_answers"),
    path("overview/start/goals/", goals.goals, name="report_goals"),
    path("overview/start/progress/", report.progress, name="report_progress"),
    path("overview/start/reports/", report.reports, name="reports"),
    path("overview/start/reports/<uuid:public_id>/", report.earlier, name="earlier_report"),
    path(
        "overview/start/reports/<uuid:public_id>/report.pdf",
        document.document,
        name="report_document",
    ),
]
