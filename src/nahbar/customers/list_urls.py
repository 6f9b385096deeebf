"""The addresses of lists of customers."""

from django.urls import path

from nahbar.customers.views import list_forms, lists, many, runs, saved_lists

LIST, GROUP, RUN = "lists/<uuid:public_id>", "groups/<uuid:public_id>", "list-runs/<uuid:public_id>"

urlpatterns = [
    path("customers/", lists.customers, name="customers"),
    path("customers/filter/", list_forms.customers_filter, name="customers_filter"),
    path("customers/columns/", list_forms.customers_columns, name="customers_columns"),
    path("customers/many/", many.many, name="customers_many"),
    path("customers/file/", many.list_file, name="list_file"),
    path("customers/<uuid:public_id>/lane/", runs.board_move, name="board_move"),
    path("list-new/", saved_lists.list_save, name="list_save"),
    path(f"{LIST}/", saved_lists.saved_list, name="saved_list"),
    path(f"{LIST}/change/", saved_lists.list_change, name="list_change"),
    path(f"{LIST}/remove/", saved_lists.list_remove, name="list_remove"),
    path(f"{LIST}/back/", saved_lists.list_back, name="list_back"),
    path("groups/", saved_lists.groups, name="groups"),
    path(f"{GROUP}/", saved_lists.group, name="group"),
    path(f"{GROUP}/pick/", saved_lists.group_pick, name="group_pick"),
    path(f"{GROUP}/picks/<int:pk>/end/", saved_lists.group_unpick, name="group_unpick"),
    path("list-runs/", runs.list_runs, name="list_runs"),
    path(f"{RUN}/", runs.list_run, name="list_run"),
    path(f"{RUN}/progress/", runs.run_progress, name="run_progress"),
    path(f"{RUN}/cancel/", runs.run_cancel, name="run_cancel"),
    path(f"{RUN}/undo/", runs.run_undo, name="run_undo"),
    path(f"{RUN}/file/", runs.run_file, name="run_file"),
]
