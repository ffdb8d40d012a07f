"""Addresses of the app."""

from django.urls import URLPattern, URLResolver, path

from campaigns.views import plan_editor, plan_import, plan_sections, plans, rounds, targets, tasks

app_name = "campaigns"
urlpatterns: list[URLPattern | URLResolver] = [
    path("ke-hoach/", plans.plan_list, name="plan-list"),
    *plan_import.routes,
    path("ke-hoach/lap/", plans.plan_create, name="plan-create"),
    path("ke-hoach/<int:pk>/", plans.plan_detail, name="plan-detail"),
    path("ke-hoach/<int:pk>/chuyen/", plans.plan_act, name="plan-act"),
    path("ke-hoach/<int:pk>/ban-hanh/", plans.plan_issue, name="plan-issue"),
    path("ke-hoach/<int:pk>/sua-doi/", plans.plan_amend, name="plan-amend"),
    path("ke-hoach/<int:pk>/huy-ban-sua-doi/", plans.plan_discard, name="plan-discard"),
    path("ke-hoach/<int:pk>/xac-nhan/", plans.plan_acknowledge, name="plan-acknowledge"),
    path("ke-hoach/<int:pk>/soan/", plan_editor.plan_edit, name="plan-edit"),
    path("ke-hoach/<int:pk>/soan/muc/", plan_sections.section_list, name="plan-section-list"),
    path("ke-hoach/<int:pk>/soan/muc/them/", plan_sections.section_create, name="plan-section-create"),
    path("ke-hoach/<int:pk>/soan/muc/<int:section>/", plan_sections.section_edit, name="plan-section-edit"),
    path("ke-hoach/<int:pk>/soan/muc/<int:section>/chuyen/", plan_sections.section_act, name="plan-section-act"),
    path("ke-hoach/<int:pk>/soan/<slug:slug>/", plan_editor.plan_part, name="plan-part"),
    path("ke-hoach/<int:pk>/soan/<slug:slug>/<int:row>/", plan_editor.plan_part_edit, name="plan-part-edit"),
    path("ke-hoach/<int:pk>/soan/<slug:slug>/<int:row>/chuyen/", plan_editor.plan_part_act, name="plan-part-act"),
    path("chi-tieu/", targets.target_list, name="target-list"),
    path("chi-tieu/<int:pk>/ket-qua/", targets.target_report, name="target-report"),
    path("nhiem-vu/", tasks.task_list, name="task-list"),
    path("nhiem-vu/giao/", tasks.task_create, name="task-create"),
    path("nhiem-vu/<int:pk>/", tasks.task_detail, name="task-detail"),
    path("nhiem-vu/<int:pk>/sua/", tasks.task_edit, name="task-edit"),
    path("nhiem-vu/<int:pk>/bao-cao/", tasks.task_report, name="task-report"),
    path("nhiem-vu/<int:pk>/chuyen/", tasks.task_act, name="task-act"),
    path("dot-thi-dua/", rounds.round_list, name="round-list"),
    path("dot-thi-dua/lap/", rounds.round_create, name="round-create"),
    path("dot-thi-dua/<int:pk>/", rounds.round_detail, name="round-detail"),
    path("dot-thi-dua/<int:pk>/han/", rounds.round_deadlines, name="round-deadlines"),
    path("dot-thi-dua/<int:pk>/don-vi/", rounds.round_participants, name="round-participants"),
    path("dot-thi-dua/<int:pk>/gia-han/", rounds.round_extend, name="round-extend"),
    path("dot-thi-dua/<int:pk>/chuyen/", rounds.round_act, name="round-act"),
]
