from django.urls import path

from beffroi.coaching.plan.views import page, steps, templates

urlpatterns = [
    path("", page.one_page, name="strategy"),
    path("pdf/", page.pdf, name="strategy_pdf"),
    path("review/", page.review, name="strategy_review"),
    path("agreement/", page.agree, name="strategy_agree"),
    path("templates/", templates.keep, name="strategy_template_keep"),
    path("templates/<int:template_id>/beginning/", templates.begin, name="strategy_template_begin"),
    path("templates/<int:template_id>/removal/", templates.remove, name="strategy_template_remove"),
    path(
        "templates/<int:template_id>/return/", templates.bring_back, name="strategy_template_return"
    ),
    path("steps/aims/", steps.aims, name="plan_aims"),
    path("steps/audience/", steps.audience, name="plan_audience"),
    path("steps/networks/", steps.networks, name="plan_networks"),
    path("steps/content/", steps.content, name="plan_content"),
    path("steps/means/", steps.means, name="plan_means"),
    path("steps/tone/", steps.tone, name="plan_tone"),
    path("steps/measure/", steps.measure, name="plan_measure"),
]
