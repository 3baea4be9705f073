from django.urls import path

from beffroi.reviews.views import asking, display, one, room

urlpatterns = [
    path("", room.reviews, name="reviews"),
    path("review/<int:feedback_id>/", one.review, name="review"),
    path("review/<int:feedback_id>/leaving-out/", one.left_out, name="review_leave_out"),
    path("review/<int:feedback_id>/return/", one.put_back, name="review_put_back"),
    path("asking/", asking.asking, name="review_asking"),
    path("asking/links/", asking.new_link, name="review_link_new"),
    path("asking/links/<int:link_id>/card/", asking.card, name="review_card"),
    path("asking/links/<int:link_id>/removal/", asking.remove_link, name="review_link_remove"),
    path("asking/links/<int:link_id>/return/", asking.return_link, name="review_link_return"),
    path("objection/<slug:address_hash>/", asking.objection, name="review_objection"),
    path("display/", display.display, name="review_display"),
    path("display/withdrawal/", display.withdraw, name="review_display_withdraw"),
    path("display/return/", display.bring_back, name="review_display_return"),
    path("<slug:display_address>/", display.published, name="public_reviews"),
    path("<slug:display_address>/reviews.json", display.listed, name="public_reviews_json"),
]
