from django.urls import path

from beffroi.insight.aims.views import campaigns, goals

urlpatterns = [
    path("measure/goals/", goals.goals, name="goals"),
    path("measure/goals/new/", goals.goal_new, name="goal_new"),
    path("measure/goals/<int:goal_id>/change/", goals.goal_change, name="goal_change"),
    path("measure/goals/<int:goal_id>/end/", goals.goal_end, name="goal_end"),
    path("measure/goals/<int:goal_id>/return/", goals.goal_return, name="goal_return"),
    path("measure/campaigns/", campaigns.campaigns, name="campaigns"),
    path("measure/campaigns/new/", campaigns.new, name="campaign_new"),
    path("measure/campaigns.csv", campaigns.table, name="campaigns_table"),
    path("measure/campaigns/<int:campaign_id>/", campaigns.one, name="campaign"),
    path("measure/campaigns/<int:campaign_id>/change/", campaigns.change, name="campaign_change"),
    path("measure/campaigns/<int:campaign_id>/days.csv", campaigns.days, name="campaign_days"),
    path("measure/campaigns/<int:campaign_id>/parts/", campaigns.choose, name="campaign_parts"),
    path("measure/campaigns/<int:campaign_id>/removal/", campaigns.remove, name="campaign_remove"),
    path(
        "measure/campaigns/<int:campaign_id>/return/",
        campaigns.bring_back,
        name="campaign_return",
    ),
]
