"""URLs of the room."""

from django.urls import URLPattern

app_name = "participation"
urlpatterns: list[URLPattern] = []
