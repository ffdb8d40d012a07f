"""Addresses of the app; criteria and results keep their lists beside their views."""

from django.urls import include, path

from scoring.views import (
    appeals,
    assessments,
    criteria,
    distances,
    evidence,
    ledger,
    results,
    scenarios,
    standings,
    verification,
    workshop,
    workshop_diff,
    workshop_examples,
    workshop_nodes,
    workshop_parts,
)

app_name = "scoring"
urlpatterns = [
    path("tieu-chi/", include(criteria.urlpatterns)),
    path("tieu-chi/", include(workshop.urlpatterns)),
    path("tieu-chi/", include(workshop_nodes.urlpatterns)),
    path("tieu-chi/", include(workshop_parts.urlpatterns)),
    path("tieu-chi/", include(workshop_examples.urlpatterns)),
    path("tieu-chi/", include(workshop_diff.urlpatterns)),
    path("ket-qua/", include(results.urlpatterns)),
    path("ket-qua/", include(scenarios.urlpatterns)),
    path("ket-qua/", include(distances.urlpatterns)),
    path("kien-nghi/", include(appeals.urlpatterns)),
    path("ket-qua/", include(standings.urlpatterns)),
    path("dot-thi-dua/<int:pk>/so-thoi-han/", ledger.deadline_ledger, name="deadline-ledger"),
    # Self-assessment
    path("danh-gia/", assessments.assessment_list, name="assessment-list"),
    path("danh-gia/dot/<int:pk>/mo/", assessments.assessment_open, name="assessment-open"),
    path("danh-gia/<int:pk>/", assessments.assessment_detail, name="assessment-detail"),
    path("danh-gia/<int:pk>/chuyen/", assessments.assessment_transition, name="assessment-transition"),
    path("danh-gia/<int:pk>/muc-ke-tiep/", distances.assessment_distance, name="assessment-distance"),
    path("danh-gia/tieu-chi/<int:pk>/", assessments.item_detail, name="item-detail"),
    path("danh-gia/tieu-chi/<int:pk>/luu/", assessments.item_save, name="item-save"),
    # Evidence
    path("danh-gia/minh-chung/", evidence.evidence_list, name="evidence-list"),
    path("danh-gia/minh-chung/<int:pk>/<str:name>", evidence.evidence_file, name="evidence-file"),
    path("danh-gia/minh-chung/<int:pk>/xoa/", evidence.evidence_delete, name="evidence-delete"),
    path("danh-gia/tieu-chi/<int:pk>/tai-len/", evidence.evidence_upload, name="evidence-upload"),
    path("danh-gia/tieu-chi/<int:pk>/dinh-kem/", evidence.evidence_attach, name="evidence-attach"),
    path("danh-gia/dinh-kem/<int:pk>/trang/", evidence.evidence_page, name="evidence-page"),
    path("danh-gia/dinh-kem/<int:pk>/go/", evidence.evidence_detach, name="evidence-detach"),
    # Verification
    path("tham-dinh/", verification.verification_queue, name="verification-queue"),
    path("tham-dinh/<int:pk>/", verification.verification_item, name="verification-item"),
    path("tham-dinh/<int:pk>/diem/", verification.verification_points, name="verification-points"),
]
