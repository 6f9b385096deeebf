"""The tables of the room."""

from nahbar.agenda.models.appointments import Appointment, CalendarLink
from nahbar.agenda.models.ideas import Idea
from nahbar.agenda.models.marks import TodayMark
from nahbar.agenda.models.tasks import Task

__all__ = ["Appointment", "CalendarLink", "Idea", "Task", "TodayMark"]
