"""Addresses of the intake."""

from django.urls import path

from nahbar.intake.views import arrivals, rejects, runs

urlpatterns = [
    path("imports/", arrivals.imports, name="imports"),
    path("imports/<uuid:public_id>/", runs.import_page, name="import"),
    path("imports/<uuid:public_id>/progress/", runs.progress, name="import_progress"),
    path("imports/<uuid:public_id>/mapping/", runs.mapping, name="import_mapping"),
    path("imports/<uuid:public_id>/cancellation/", runs.cancellation, name="import_cancellation"),
    path("imports/<uuid:public_id>/undoing/", runs.undoing, name="import_undoing"),
    path("imports/<uuid:public_id>/resumption/", runs.resumption, name="import_resumption"),
    path("imports/<uuid:public_id>/rejected/", rejects.rejected, name="import_rejected"),
    path("imports/<uuid:public_id>/rejected/all/", rejects.rejected_rows, name="rejected_rows"),
    path(
        "imports/<uuid:public_id>/rejected.csv", rejects.rejected_file, name="import_rejected_file"
    ),
    path("imports/rejected/<uuid:public_id>/", rejects.rejected_row, name="rejected_row"),
]
