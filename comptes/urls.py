"""URLs of the room."""

from django.urls import URLPattern

app_name = "comptes"
urlpatterns: list[URLPattern] = []
