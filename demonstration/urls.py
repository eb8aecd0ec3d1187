"""URLs of the demo: they exist only when DEMO is on."""

from django.urls import URLPattern

app_name = "demonstration"
urlpatterns: list[URLPattern] = []
