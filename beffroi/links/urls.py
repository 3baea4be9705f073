from django.urls import path

from beffroi.links.views import one, public, room

urlpatterns = [
    path("l/<str:link_code>", public.follow, name="link"),
    path("l/<str:link_code>/counting/", public.counting, name="link_counting"),
    path("measure/links/", room.links, name="measured_links"),
    path("measure/links/new/", room.new, name="measured_link_new"),
    path("measure/links/visits.csv", room.table, name="measured_links_table"),
    path("measure/links/<int:short_link_id>/", one.link, name="measured_link"),
    path("measure/links/<int:short_link_id>/visits.csv", one.table, name="measured_link_table"),
    path("measure/links/<int:short_link_id>/qr.svg", one.code_svg, name="measured_link_svg"),
    path("measure/links/<int:short_link_id>/qr.png", one.code_png, name="measured_link_png"),
    path("measure/links/<int:short_link_id>/name/", one.rename, name="measured_link_rename"),
    path(
        "measure/links/<int:short_link_id>/target/", one.lead_elsewhere, name="measured_link_lead"
    ),
    path("measure/links/<int:short_link_id>/stop/", one.stop, name="measured_link_stop"),
    path("measure/links/<int:short_link_id>/return/", one.start_again, name="measured_link_start"),
]
