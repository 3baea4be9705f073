from django.urls import path

from beffroi.branding import views

urlpatterns = [
    path("agencies/<int:agency_id>/look/", views.brand, name="agency_brand"),
    path("agencies/<int:agency_id>/look/logo/", views.logo_kept, name="agency_logo"),
    path("brand/<str:logo_digest>/", views.logo, name="brand_logo"),
    path("brand/<str:light_shade>/<str:dark_shade>/look.css", views.sheet, name="brand_sheet"),
]
