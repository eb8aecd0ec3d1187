"""URLs of the room."""

from django.urls import URLPattern

app_name = "jeunes"
urlpatterns: list[URLPattern] = []
