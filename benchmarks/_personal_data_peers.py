"""Peers on the same texts; runs in a throw-away environment of their own.

``python _personal_data_peers.py NAME IN.jsonl OUT.jsonl``: one line of
predictions a document, and the seconds on standard output.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PRESIDIO = {
    "PERSON": "PERSON",
    "LOCATION": "ADDRESS",
    "PHONE_NUMBER": "PHONE",
    "EMAIL_ADDRESS": "EMAIL",
    "CREDIT_CARD": "CREDIT_CARD",
    "IBAN_CODE": "IBAN",
    "US_SSN": "NATIONAL_ID",
    "ES_NIF": "NATIONAL_ID",
    "UK_NHS": "NATIONAL_ID",
    "US_PASSPORT": "PASSPORT",
    "US_DRIVER_LICENSE": "DRIVER_LICENSE",
    "US_BANK_NUMBER": "BANK_ACCOUNT",
}
SCRUBADUB = {
    "email": "EMAIL",
    "phone": "PHONE",
    "credit_card": "CREDIT_CARD",
    "social_security_number": "NATIONAL_ID",
    "date_of_birth": "BIRTH_DATE",
    "name": "PERSON",
}
Found = list[tuple[str, int, int]]


def presidio() -> Callable[[str], Found]:
    """AnalyzerEngine with the Japanese NER model that a registry has, threshold 0.4."""
    from presidio_analyzer import AnalyzerEngine  # type: ignore[import-not-found,unused-ignore]
    from presidio_analyzer.nlp_engine import NlpEngineProvider  # type: ignore[import-not-found,unused-ignore]

    models = [{"lang_code": "en", "model_name": "ja_ginza"}]
    mapping = {"Person": "PERSON", "Province": "LOCATION", "City": "LOCATION"}
    configuration = {
        "nlp_engine_name": "spacy",
        "models": models,
        "ner_model_configuration": {"model_to_presidio_entity_mapping": mapping},
    }
    provider = NlpEngineProvider(nlp_configuration=configuration)
    engine = AnalyzerEngine(nlp_engine=provider.create_engine(), supported_languages=["en"])

    def find(text: str) -> Found:
        results = engine.analyze(text=text[:15_000], language="en", score_threshold=0.4)
        return [(PRESIDIO.get(r.entity_type, ""), r.start, r.end) for r in results]

    return find


def scrubadub() -> Callable[[str], Found]:
    """Scrubber as it comes, region JP-agnostic."""
    import scrubadub as library  # type: ignore[import-not-found,unused-ignore]

    scrubber = library.Scrubber()

    def find(text: str) -> Found:
        return [(SCRUBADUB.get(f.type, ""), f.beg, f.end) for f in scrubber.iter_filth(text)]

    return find


def run(name: str, source: str, target: str) -> None:
    """Predictions of one peer."""
    find = {"presidio": presidio, "scrubadub": scrubadub}[name]()
    documents: list[dict[str, Any]] = [
        json.loads(line) for line in Path(source).read_text("utf-8").splitlines()
    ]
    find(documents[0]["text"])
    start = time.process_time()
    lines = [json.dumps([x for x in find(d["text"]) if x[0]]) for d in documents]
    seconds = time.process_time() - start
    Path(target).write_text("\n".join(lines) + "\n", "utf-8")
    sys.stdout.write(f"{seconds}\n")


if __name__ == "__main__":
    run(*sys.argv[1:4])
