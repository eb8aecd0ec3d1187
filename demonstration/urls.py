"""URLs of the demo: they exist only when DEMO is on."""

from django.urls import path

from demonstration import views

app_name = "demonstration"
urlpatterns = [
    path("", views.depart, name="depart"),
    path("entrer/", views.entrer, name="entrer"),
    path("messages/", views.messages, name="messages"),
    path("messages/<str:cle>/<int:rang>/", views.piece_jointe, name="piece-jointe"),
]
