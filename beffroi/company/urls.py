from django.urls import path

from beffroi.company.views import charter, crisis, facts

urlpatterns = [
    path("workspace/company/", facts.identity, name="company"),
    path("workspace/company/hours/", facts.hours, name="company_hours"),
    path("workspace/company/holidays/", facts.holidays, name="company_holidays"),
    path("workspace/company/closures/", facts.new_closure, name="company_closure_new"),
    path(
        "workspace/company/closures/<int:closure_id>/removal/",
        facts.remove_closure,
        name="company_closure_remove",
    ),
    path(
        "workspace/company/closures/<int:closure_id>/return/",
        facts.return_closure,
        name="company_closure_return",
    ),
    path("workspace/company/policies/", facts.policies, name="company_policies"),
    path("workspace/company/promise/", facts.promise, name="company_promise"),
    path("workspace/company/charter/", charter.charter, name="company_charter"),
    path("workspace/company/charter/preview/", charter.preview, name="company_charter_preview"),
    path(
        "workspace/company/charter/withdrawal/", charter.withdraw, name="company_charter_withdraw"
    ),
    path("workspace/company/charter/return/", charter.bring_back, name="company_charter_return"),
    path("workspace/company/crisis/", crisis.crisis, name="company_crisis"),
    path("workspace/company/crisis/contacts/", crisis.new_contact, name="company_contact_new"),
    path(
        "workspace/company/crisis/contacts/<int:contact_id>/",
        crisis.contact,
        name="company_contact",
    ),
    path(
        "workspace/company/crisis/contacts/<int:contact_id>/removal/",
        crisis.remove_contact,
        name="company_contact_remove",
    ),
    path(
        "workspace/company/crisis/contacts/<int:contact_id>/return/",
        crisis.return_contact,
        name="company_contact_return",
    ),
    path("charter/<slug:charter_address>/", charter.published, name="charter"),
]
