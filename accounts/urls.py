"""Addresses of signing in and of the administration of units, people, roles and the audit trail."""

from django.urls import path

from accounts.views import audit, delegations, imports, people, roles, session, units

app_name = "accounts"
urlpatterns = [
    path("accounts/login/", session.sign_in, name="login"),
    path("accounts/logout/", session.sign_out, name="logout"),
    path("accounts/password/", session.change_password, name="password"),
    path("accounts/pham-vi/", session.switch_scope, name="scope-switch"),
    path("quan-tri/nhan-su/", people.directory, name="directory"),
    path("quan-tri/nhan-su/them/", people.person_create, name="person-create"),
    path("quan-tri/nhan-su/<int:pk>/", people.person_detail, name="person-detail"),
    path("quan-tri/nhan-su/<int:pk>/sua/", people.person_edit, name="person-edit"),
    path("quan-tri/nhan-su/<int:pk>/tai-khoan/", people.login_create, name="login-create"),
    path("quan-tri/nhan-su/<int:pk>/mat-khau/", people.login_reset, name="login-reset"),
    path("quan-tri/nhan-su/<int:pk>/khoa/", people.login_set_active, name="login-set-active"),
    path("quan-tri/nhan-su/<int:pk>/vai-tro/", roles.membership_create, name="membership-create"),
    path("quan-tri/phan-vai/<int:pk>/ket-thuc/", roles.membership_end, name="membership-end"),
    path("quan-tri/don-vi/", units.unit_list, name="unit-list"),
    path("quan-tri/don-vi/them/", units.unit_create, name="unit-create"),
    path("quan-tri/don-vi/<int:pk>/", units.unit_detail, name="unit-detail"),
    path("quan-tri/don-vi/<int:pk>/sua/", units.unit_edit, name="unit-edit"),
    path("quan-tri/don-vi/<int:pk>/ten/", units.unit_rename, name="unit-rename"),
    path("quan-tri/vai-tro/", roles.role_list, name="role-list"),
    path("quan-tri/vai-tro/<int:pk>/", roles.role_detail, name="role-detail"),
    path("quan-tri/uy-quyen/", delegations.delegation_list, name="delegation-list"),
    path("quan-tri/uy-quyen/them/", delegations.delegation_create, name="delegation-create"),
    path("quan-tri/uy-quyen/<int:pk>/thu-hoi/", delegations.delegation_revoke, name="delegation-revoke"),
    path("quan-tri/nhap-excel/", imports.people_import_page, name="people-import"),
    path("quan-tri/nhap-excel/nhap/", imports.people_import_apply, name="people-import-apply"),
    path("quan-tri/nhap-excel/tep-mau.xlsx", imports.people_import_template, name="people-import-template"),
    path("quan-tri/nhat-ky/", audit.audit_list, name="audit-list"),
]
