"""Parley's addresses and a page that tries what static/js/htmx-setup.js does."""

from django.http import HttpResponse
from django.template import engines
from django.urls import path

from tracker.urls import urlpatterns as parley

PAGE = """{% extends "base.html" %}{% block title %}Trial{% endblock %}{% block main %}<h1>Trial</h1>
<form id="send" method="post" action="/trial/answer/" hx-post="/trial/answer/" hx-target="#answer">
  <input name="words" value="kept" aria-label="Words"><button>Send</button></form>
<div id="answer"></div>{% endblock %}"""
statuses: list[int] = []  # what the next answers are to be; when empty, 200


def trial(request):
    return HttpResponse(engines["django"].from_string(PAGE).render({}, request))


def answer(request):
    status = statuses.pop(0) if statuses else 200
    said = f'<p data-announce>got {request.POST["words"]}</p><input id="next" data-focus aria-label="Next">'
    again = """<button hx-post="/trial/answer/" hx-target="#answer" hx-vals='{"words": "again"}'>Again</button>"""
    return HttpResponse(said + again, status=status)


urlpatterns = [*parley, path("trial/", trial), path("trial/answer/", answer)]
