"""A page with a figure of every kind, for browsers; the product has none like it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template import engines

from beffroi.workspaces.access import public
from tests.charts import samples

SOURCE = """<!doctype html>
<html lang="{{ LANGUAGE_CODE }}">
  <head>
    <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Charts</title>
    <link rel="stylesheet" href="{% static 'web/beffroi.css' %}">
    <link rel="stylesheet" href="{% static 'charts/charts.css' %}">
    <link rel="icon" href="{% static 'web/favicon.svg' %}">
  </head>
  <body>
    <main class="main stack-l">
      <h1>Charts</h1>
      {% for group in groups %}<div class="cols-2">
        {% for figure in group %}<div class="card">
          {% include "charts/figure.html" with figure=figure only %}</div>{% endfor %}
      </div>{% endfor %}
      <section class="card stack" aria-labelledby="goals">
        <h2 id="goals">Goals</h2>
        <ul class="list">{% for name, words, bar in goals %}<li class="stack-s">
          <div class="between"><b>{{ name }}</b><span>{{ words }}</span></div>
          {% include "charts/goal.html" with bar=bar only %}</li>{% endfor %}</ul>
        <p class="between">Messages
          {% include "charts/sparkline.html" with line=spark id="spark" said="De 3 à 9." only %}
          <b>9</b></p>
      </section>
    </main>
  </body>
</html>"""


@public
def page(request: HttpRequest) -> HttpResponse:
    """Show every sample."""
    first, *rest = samples.figures()
    groups = [
        [first],
        *[rest[at : at + 2] for at in range(0, 4, 2)],
        *[[one] for one in rest[4:6]],
        rest[6:],
    ]
    context = {"groups": groups, "goals": samples.goals(), "spark": samples.spark()}
    return HttpResponse(engines["django"].from_string(SOURCE).render(context, request))
