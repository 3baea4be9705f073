from django.urls import path

from beffroi.relays import views

urlpatterns = [
    path("posts/relays/", views.relays, name="relays"),
    path("posts/relays/board/", views.board_change, name="board_change"),
    path("posts/relays/opening/", views.board_open, name="board_open"),
    path("posts/relays/closing/", views.board_close, name="board_close"),
    path("posts/relays/moving/", views.board_move, name="board_move"),
    path("posts/relays/new/", views.proposal_new, name="proposal_new"),
    path("posts/relays/<int:proposal_id>/end/", views.proposal_end, name="proposal_end"),
    path("posts/relays/<int:proposal_id>/return/", views.proposal_return, name="proposal_return"),
    path("relays/<slug:board_address>/", views.board, name="public_board"),
    path(
        "relays/<slug:board_address>/<int:shared_id>/",
        views.told,
        name="public_share",
    ),
]
