"""The addresses of tasks, promises, ideas and of what is done with Today."""

from django.urls import path

from nahbar.agenda.views import ideas, marks, reading, taps, tasks, team

ONE = "tasks/<uuid:public_id>"

urlpatterns = [
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/new/", tasks.new, name="task_new"),
    path("tasks/read/", reading.read, name="agenda_read"),
    path("tasks/undo/<int:entry>/", taps.undo, name="agenda_undo"),
    path(f"{ONE}/", tasks.task, name="task"),
    path(f"{ONE}/change/", tasks.change, name="task_change"),
    path(f"{ONE}/done/", taps.finish, name="task_finish"),
    path(f"{ONE}/later/", taps.postpone, name="task_postpone"),
    path(f"{ONE}/hand-over/", taps.hand_over, name="task_hand_over"),
    path(f"{ONE}/not-needed/", taps.drop, name="task_drop"),
    path(f"{ONE}/still-needed/", taps.keep, name="task_keep"),
    path(f"{ONE}/open-again/", taps.reopen, name="task_reopen"),
    path("customers/<uuid:public_id>/tasks/new/", tasks.new_for, name="customer_task_new"),
    path("today/row/", marks.row, name="today_row"),
    path("today/mark/", marks.mark, name="today_mark"),
    path("today/unmark/<uuid:public_id>/", marks.unmarked, name="today_unmark"),
    path("ideas/new/", ideas.new, name="idea_new"),
    path("ideas/customers/", ideas.customers, name="idea_customers"),
    path("ideas/<uuid:public_id>/task/", ideas.take_up, name="idea_take_up"),
    path("ideas/<uuid:public_id>/left/", ideas.leave, name="idea_leave"),
    path("team/day/", team.team_day, name="team_day"),
]
