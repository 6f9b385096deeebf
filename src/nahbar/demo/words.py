"""What the steps of making the demo firm are called."""

from django.utils.translation import gettext_lazy as _

from nahbar.demo.models import Demo

STEPS = {
    Demo.Step.WAITING: _("Waiting"),
    Demo.Step.PEOPLE: _("The people of the demo firm move in"),
    Demo.Step.READING: _("Its files are read"),
    Demo.Step.STORING: _("Customers, orders and moments are taken over"),
    Demo.Step.RELATIONS: _("Who sent whom"),
    Demo.Step.VALUE: _("What each customer is worth is reckoned"),
    Demo.Step.READY: _("Ready"),
}
