"""URLs of the room."""

from django.urls import URLPattern

app_name = "plans_action"
urlpatterns: list[URLPattern] = []
