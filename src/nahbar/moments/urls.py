"""The addresses of the room."""

from django.urls import path

from nahbar.moments.views import attachments, correcting, noting, timeline

ONE = "customers/<uuid:public_id>"
MOMENT = f"{ONE}/encounters/<uuid:encounter>"
FILE = f"{ONE}/attachments/<uuid:attachment>"

urlpatterns = [
    path(f"{ONE}/timeline/", timeline.timeline, name="customer_timeline"),
    path(f"{ONE}/encounters/", noting.encounters, name="customer_encounters"),
    path(f"{MOMENT}/", correcting.encounter, name="encounter"),
    path(f"{MOMENT}/removal/", correcting.removal, name="encounter_removal"),
    path(
        f"{ONE}/encounters/returns/<int:removed>/", correcting.bring_back, name="encounter_return"
    ),
    path(f"{FILE}/", attachments.attachment_page, name="attachment_page"),
    path(f"{FILE}/file/", attachments.attachment, name="attachment"),
    path(f"{FILE}/preview/", attachments.preview, name="attachment_preview"),
    path(f"{FILE}/removal/", attachments.attachment_removal, name="attachment_removal"),
    path(
        f"{ONE}/attachments/returns/<int:removed>/",
        attachments.attachment_return,
        name="attachment_return",
    ),
]
