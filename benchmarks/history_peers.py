"""Runs one peer over bodies from standard input; started inside the throw-away environment.

Lines of JSON in (``kind``, ``text``), lines of JSON out (``text``, ``seconds``).
"""

import json
import sys
import time
from collections.abc import Callable
from typing import Any

Strip = Callable[[str, str], str]


def talon() -> Strip:
    """mailgun/talon, text and HTML."""
    from talon import quotations

    quotations.register_xpath_extensions()
    by_kind = {"plain": quotations.extract_from_plain, "html": quotations.extract_from_html}
    return lambda kind, text: str(by_kind[kind](text))


def quotequail() -> Strip:
    """closeio/quotequail, text and HTML."""
    import quotequail as peer

    by_kind: dict[str, Any] = {"plain": peer.quote, "html": peer.quote_html}
    return lambda kind, text: "\n".join(piece for new, piece in by_kind[kind](text) if new)


def mail_parser_reply() -> Strip:
    """alfonsrv/mail-parser-reply, text only."""
    from mailparser_reply import EmailReplyParser

    parser = EmailReplyParser(
        languages=["en", "de", "fr", "es", "it", "nl", "ja", "ko", "zh", "pl", "sv", "cs", "da"]
    )
    return lambda kind, text: parser.parse_reply(text) or "" if kind == "plain" else text


def run(name: str) -> None:
    """Answer line by line, with the processor time of each."""
    strip = {"talon": talon, "quotequail": quotequail, "mail-parser-reply": mail_parser_reply}[
        name
    ]()
    for line in sys.stdin:
        body = json.loads(line)
        started = time.process_time()
        try:
            text = strip(body["kind"], body["text"])
        except Exception:
            text = body["text"]
        answer = {"text": text, "seconds": time.process_time() - started}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    run(sys.argv[1])
