"""``python -m tests.corpus.personal_data.generate work|held|fresh COUNT OUT.jsonl``."""

import json
import random
import sys
from pathlib import Path
from typing import Any

from tests.corpus.personal_data.clean_documents import CLEAN
from tests.corpus.personal_data.documents import FORMS, LISTED, Maker
from tests.corpus.personal_data.fresh_documents import CLEAN as FRESH_CLEAN
from tests.corpus.personal_data.fresh_documents import FRESH, PERSONAL
from tests.corpus.personal_data.notation import finish
from tests.corpus.personal_data.pools import HELD, WORK
from tests.corpus.personal_data.western_documents import WESTERN
from tests.corpus.personal_data.wording import H, W


def documents(part: str, count: int, seed: int = 1) -> list[dict[str, Any]]:
    """Labelled documents of one part, in the form of shared/corpora/pii."""
    rng = random.Random(f"{part}{seed}")
    pool, words = {"work": (WORK, W), "held": (HELD, H), "fresh": (FRESH, H)}[part]
    maker = Maker(rng, pool, words, held=part == "held")
    makers = PERSONAL if part == "fresh" else [*LISTED, *FORMS, *WESTERN]
    clean = FRESH_CLEAN if part == "fresh" else CLEAN
    found = []
    for i in range(count):
        make = clean[i // 3 % len(clean)] if i % 3 == 2 else makers[(i - i // 3) % len(makers)]
        made = make(maker)
        text, entities = finish(made.marked)
        found.append(
            {
                "id": f"{part}{i:05}",
                "text": text,
                "lang": made.lang,
                "kind": made.kind,
                "persons": made.persons,
                "sensitive": made.sensitive,
                "clean": made.clean,
                "entities": entities,
                "decoys": [],
            }
        )
    return found


if __name__ == "__main__":
    part, number, out = sys.argv[1:4]
    lines = (json.dumps(document, ensure_ascii=False) for document in documents(part, int(number)))
    Path(out).write_text("\n".join(lines) + "\n", "utf-8")
