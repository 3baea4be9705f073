from django.urls import path

from beffroi.publishing import views

urlpatterns = [
    path("calendar/", views.calendar, name="calendar"),
    path("posts/", views.posts, name="posts"),
    path("posts/new/", views.post_new, name="post_new"),
    path("posts/counts/", views.counts, name="post_counts"),
    path("posts/images/", views.images, name="post_images"),
    path("posts/<int:post_id>/", views.post, name="post"),
    path("posts/<int:post_id>/approval/", views.approval, name="post_approval"),
    path("posts/<int:post_id>/withdrawal/", views.withdrawal, name="post_withdrawal"),
    path("posts/<int:post_id>/deletion/", views.deletion, name="post_deletion"),
    path("posts/<int:post_id>/copy/", views.copy, name="post_copy"),
    path("posts/<int:post_id>/date/", views.move, name="post_move"),
]
