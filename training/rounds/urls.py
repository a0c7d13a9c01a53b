from django.urls import path

from .views import listing, making, result

urlpatterns = [
    path("rounds/", listing.rounds, name="rounds"),
    path("rounds/new/", making.round_new, name="round_new"),
    path("rounds/<uuid:code>/", result.round_result, name="round"),
    path("rounds/<uuid:code>/replies/", result.round_reply, name="round_reply"),
]
