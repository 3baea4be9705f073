from django.urls import path

from beffroi.publishing.views import calendar, composer, pausing, posts

urlpatterns = [
    path("calendar/", calendar.calendar, name="calendar"),
    path("posts/", posts.posts, name="posts"),
    path("posts/new/", composer.post_new, name="post_new"),
    path("posts/counts/", composer.counts, name="post_counts"),
    path("posts/files/", composer.files, name="post_files"),
    path("posts/files/place/", composer.place, name="post_files_place"),
    path("posts/pause/", pausing.page, name="posts_pause"),
    path("posts/pause/beginning/", pausing.begin, name="posts_pause_begin"),
    path("posts/pause/decision/", pausing.decide, name="posts_pause_decide"),
    path("posts/pause/<int:pause_id>/end/", pausing.end, name="posts_pause_end"),
    path("posts/pause/<int:pause_id>/undo/", pausing.undo, name="posts_pause_undo"),
    path("posts/pause/<int:pause_id>/return/", pausing.go_back, name="posts_pause_return"),
    path("posts/pause/<int:pause_id>/choice/", pausing.choose, name="posts_pause_choose"),
    path("posts/<int:post_id>/", composer.post, name="post"),
    path("posts/<int:post_id>/approval/", posts.approval, name="post_approval"),
    path("posts/<int:post_id>/withdrawal/", posts.withdrawal, name="post_withdrawal"),
    path("posts/<int:post_id>/deletion/", posts.deletion, name="post_deletion"),
    path("posts/<int:post_id>/restoration/", posts.restoration, name="post_restoration"),
    path("posts/<int:post_id>/copy/", posts.copy, name="post_copy"),
    path("posts/<int:post_id>/date/", calendar.move, name="post_move"),
]
