from django.urls import path

from beffroi.sales.views import (
    contest_comments,
    contest_entries,
    contest_public,
    contests,
    conversions,
    costs,
    offers,
    shops,
)

_CONTEST = "measure/offers/<int:offer_id>/contest/"
_ENTRY = f"{_CONTEST}entries/<int:contest_entry_id>/"
_PUBLIC = "contest/<slug:contest_address>/"

urlpatterns = [
    path("measure/offers/", offers.offers, name="offers"),
    path("measure/offers/new/", offers.new, name="offer_new"),
    path("measure/offers/<int:offer_id>/", offers.one, name="offer"),
    path("measure/offers/<int:offer_id>/change/", offers.change, name="offer_change"),
    path("measure/offers/<int:offer_id>/posts/", offers.choose_posts, name="offer_posts"),
    path("measure/offers/<int:offer_id>/removal/", offers.remove, name="offer_remove"),
    path("measure/offers/<int:offer_id>/return/", offers.bring_back, name="offer_return"),
    path(_CONTEST, contests.contest, name="contest"),
    path(f"{_CONTEST}rules/", contests.contest_rules, name="contest_rules"),
    path(f"{_CONTEST}rules/<slug:clause_key>/", contests.clause, name="contest_clause"),
    path(f"{_CONTEST}publication/", contests.publish, name="contest_publish"),
    path(f"{_CONTEST}withdrawal/", contests.withdraw, name="contest_withdraw"),
    path(f"{_CONTEST}return/", contests.bring_back, name="contest_return"),
    path(f"{_CONTEST}closing/", contests.freeze, name="contest_freeze"),
    path(f"{_CONTEST}draw/", contests.draw, name="contest_draw"),
    path(f"{_CONTEST}entries/", contest_entries.entries, name="contest_entries"),
    path(f"{_CONTEST}entries/table/", contest_comments.table, name="contest_entries_table"),
    path(f"{_CONTEST}entries/comments/", contest_comments.comments, name="contest_comments"),
    path(
        f"{_CONTEST}entries/comments.csv",
        contest_comments.as_table,
        name="contest_comments_table",
    ),
    path(f"{_ENTRY}leaving/", contest_entries.leave_out, name="contest_entry_leave_out"),
    path(f"{_ENTRY}return/", contest_entries.count_again, name="contest_entry_return"),
    path(f"{_ENTRY}erasure/", contest_entries.erase, name="contest_entry_erase"),
    path(f"{_ENTRY}passing/", contest_entries.pass_over, name="contest_entry_pass_over"),
    path(f"{_ENTRY}giving-back/", contest_entries.give_back, name="contest_entry_give_back"),
    path(_PUBLIC, contest_public.published, name="contest_public"),
    path(
        f"{_PUBLIC}versions/<int:contest_version>/",
        contest_public.version,
        name="contest_version",
    ),
    path(f"{_PUBLIC}entries.csv", contest_public.entries, name="contest_list"),
    path("measure/sales/", conversions.conversions, name="conversions"),
    path("measure/sales/new/", conversions.new, name="conversion_new"),
    path(
        "measure/sales/<int:conversion_id>/removal/",
        conversions.take_back,
        name="conversion_remove",
    ),
    path(
        "measure/sales/<int:conversion_id>/return/",
        conversions.put_back,
        name="conversion_return",
    ),
    path("measure/sales/shops/", shops.shops, name="shops"),
    path("measure/sales/shops/<int:shop_id>/", shops.one, name="shop"),
    path("measure/sales/shops/<int:shop_id>/secret/", shops.secret, name="shop_secret"),
    path("measure/sales/shops/<int:shop_id>/table/", shops.table, name="shop_table"),
    path("measure/sales/shops/<int:shop_id>/removal/", shops.remove, name="shop_remove"),
    path("measure/sales/shops/<int:shop_id>/return/", shops.bring_back, name="shop_return"),
    path("measure/costs/", costs.costs, name="costs"),
    path("measure/costs/new/", costs.new_cost, name="cost_new"),
    path("measure/costs/economics/", costs.economics, name="economics"),
    path("measure/costs/time/", costs.new_time, name="work_time_new"),
    path("measure/costs/<int:cost_id>/removal/", costs.remove_cost, name="cost_remove"),
    path("measure/costs/<int:cost_id>/return/", costs.return_cost, name="cost_return"),
    path(
        "measure/costs/time/<int:work_time_id>/removal/",
        costs.remove_time,
        name="work_time_remove",
    ),
    path(
        "measure/costs/time/<int:work_time_id>/return/",
        costs.return_time,
        name="work_time_return",
    ),
    path("hooks/shops/<str:shop_token>/", shops.hook, name="shop_hook"),
]
