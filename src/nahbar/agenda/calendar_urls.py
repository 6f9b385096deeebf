"""The addresses of the calendar, of the links that open it, and of booking."""

from django.urls import path

from nahbar.agenda.views import appointments, booked, booking, calendar, calendar_links, feeds

ONE = "calendar/appointments/<uuid:public_id>/"

urlpatterns = [
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/appointments/new/", appointments.new, name="appointment_new"),
    path(ONE, appointments.appointment, name="appointment"),
    path(f"{ONE}edit/", appointments.edit, name="appointment_edit"),
    path(f"{ONE}move/", calendar.move, name="appointment_move"),
    path(f"{ONE}status/", appointments.status, name="appointment_status"),
    path("calendar/changes/<int:entry>/back/", calendar.back, name="appointment_back"),
    path("calendar/links/", calendar_links.links, name="calendar_links"),
    path("calendar/links/<slug:purpose>/", calendar_links.open_one, name="calendar_link_open"),
    path(
        "calendar/links/<slug:purpose>/end/", calendar_links.close_one, name="calendar_link_close"
    ),
    path(
        "customers/<uuid:public_id>/booking-link/",
        calendar_links.for_customer,
        name="customer_booking_link",
    ),
    path("calendar/feed/<str:token>.ics", feeds.feed, name="calendar_feed"),
    path("book/<str:token>/", booking.book_time, name="book"),
    path("book/<str:token>/picture/", booking.picture, name="book_picture"),
    path("booked/<str:ticket>/", booked.booked, name="booked"),
    path("booked/<str:ticket>/appointment.ics", booked.entry, name="booked_entry"),
    path("booked/<str:ticket>/time/", booked.time, name="booked_time"),
    path("booked/<str:ticket>/cancellation/", booked.cancellation, name="booked_cancellation"),
]
