from django.urls import path

from beffroi.sales.views import conversions, costs, offers, shops

urlpatterns = [
    path("measure/offers/", offers.offers, name="offers"),
    path("measure/offers/new/", offers.new, name="offer_new"),
    path("measure/offers/<int:offer_id>/", offers.one, name="offer"),
    path("measure/offers/<int:offer_id>/change/", offers.change, name="offer_change"),
    path("measure/offers/<int:offer_id>/posts/", offers.choose_posts, name="offer_posts"),
    path("measure/offers/<int:offer_id>/removal/", offers.remove, name="offer_remove"),
    path("measure/offers/<int:offer_id>/return/", offers.bring_back, name="offer_return"),
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
