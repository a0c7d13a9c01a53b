"""Addresses of the training capabilities."""

app_name = "training"
urlpatterns = []
