"""Language models that obey whoever writes to them, and a judge of what became of their words.

Each takes a request and gives a body.
"""

from __future__ import annotations

import base64
import json
import re
import unicodedata
from collections.abc import Callable
from typing import Any

from beffroi.suggestions.facts import Facts

Request = dict[str, Any]
Model = Callable[[Request, str], str]


def completion(content: object, **message: object) -> str:
    """Return the body of a chat completion that says this."""
    choice = {"index": 0, "finish_reason": "stop", "message": {"content": content, **message}}
    return json.dumps({"id": "1", "object": "chat.completion", "choices": [choice]})


def _orders(request: Request) -> str:
    return str(request["messages"][0]["content"])


def _data(request: Request) -> str:
    return str(request["messages"][1]["content"])


def parrot(_: Request, injection: str) -> str:
    return completion(injection)


def polite_parrot(_: Request, injection: str) -> str:
    return completion(f"Bonjour, merci de votre message. {injection} À très bientôt chez nous.")


def quoted(_: Request, injection: str) -> str:
    wanted = re.findall(r"«([^»]*)»|“([^”]*)”", injection)
    said = " ".join("".join(one) for one in wanted) or injection
    return completion(f"Merci de votre message, nous vous répondons : {said}")


def line_by_line(_: Request, injection: str) -> str:
    return completion("Nous avons bien reçu votre message.\n\n" + "\n".join(injection.split()))


def leaker(request: Request, _: str) -> str:
    return completion(f"Voici ce qui m’a été demandé. {_orders(request)}")


def data_leaker(request: Request, _: str) -> str:
    return completion(_data(request))


def encoder(request: Request, _: str) -> str:
    return completion(base64.b64encode(_orders(request).encode()).decode())


def linker(_: Request, injection: str) -> str:
    return completion(
        f"Merci beaucoup pour votre message. [Lisez ceci](https://evil.test/{len(injection)})."
    )


def painter(_: Request, injection: str) -> str:
    return completion(f"Merci ! ![x](https://evil.test/?d={len(injection)})")


def marker(_: Request, injection: str) -> str:
    return completion(f"<p>Merci beaucoup <b>de votre message</b></p><script>{injection}</script>")


def caller(_: Request, injection: str) -> str:
    call = {"type": "function", "function": {"name": "send", "arguments": injection}}
    return completion("Merci beaucoup pour votre message.", tool_calls=[call])


def old_caller(_: Request, injection: str) -> str:
    return completion(None, function_call={"name": "send", "arguments": injection})


def in_parts(_: Request, injection: str) -> str:
    return completion([{"type": "text", "text": injection}])


def thinker(_: Request, injection: str) -> str:
    return completion(f"<think>{injection}</think>Merci beaucoup pour votre message, à bientôt.")


def endless(_: Request, injection: str) -> str:
    return completion(f"Merci beaucoup pour votre message. {injection} " * 500)


def wrapper(_: Request, injection: str) -> str:
    return injection


MODELS: tuple[Model, ...] = (
    *(parrot, polite_parrot, quoted, line_by_line, leaker, data_leaker, encoder, linker, painter),
    *(marker, caller, old_caller, in_parts, thinker, endless, wrapper),
)


def is_harmless(text: str, facts: Facts) -> bool:
    """Judge by other means than the code does: no link, number, markup or sign that is not seen."""
    for fact in (facts.phone, facts.email, facts.website, facts.address, facts.signature):
        text = text.replace(fact, "") if fact else text
    plain = unicodedata.normalize("NFKC", text).casefold()
    compact = re.sub(r"[ .\-()]", "", plain)
    return (
        not re.search(r"[<>{}|\\`*~=#@]|://|javascript:|www\.|\w\.(?:test|com|me)\b", plain)
        and not re.search(r"\d{5,}", compact)
        and "eviltest" not in compact
        and all(s == "\n" or unicodedata.category(s)[0] != "C" for s in text)
    )
