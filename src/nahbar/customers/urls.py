"""The addresses of the room. The list and the page themselves are composed at the desk."""

from django.urls import path

from nahbar.customers.views import (
    change,
    days,
    export,
    history,
    new,
    reach,
    relations,
    remarks,
    tags,
)

ONE = "customers/<uuid:public_id>"

urlpatterns = [
    path("customers/new/", new.new, name="customer_new"),
    path("customers/export.<str:kind>", export.export, name="customers_export"),
    path(f"{ONE}/edit/", change.change, name="customer_edit"),
    path(f"{ONE}/history/", history.history, name="customer_history"),
    path(f"{ONE}/reach/", reach.reach, name="customer_reach"),
    path(f"{ONE}/contact-points/", reach.contact_points, name="customer_contact_points"),
    path(f"{ONE}/contact-points/<int:pk>/end/", reach.contact_point_end, name="contact_point_end"),
    path(f"{ONE}/addresses/", reach.addresses, name="customer_addresses"),
    path(f"{ONE}/addresses/<int:pk>/end/", reach.address_end, name="address_end"),
    path(f"{ONE}/days/", days.days, name="customer_days"),
    path(f"{ONE}/days/<int:pk>/end/", days.day_end, name="day_end"),
    path(f"{ONE}/remarks/", remarks.remarks, name="customer_remarks"),
    path(f"{ONE}/remarks/<int:pk>/end/", remarks.remark_end, name="remark_end"),
    path(f"{ONE}/relations/", relations.relations, name="customer_relations"),
    path(f"{ONE}/relations/<int:pk>/end/", relations.relation_end, name="relation_end"),
    path(f"{ONE}/tags/", tags.tags, name="customer_tags"),
    path(f"{ONE}/tags/<int:pk>/end/", tags.tag_end, name="tag_end"),
]
