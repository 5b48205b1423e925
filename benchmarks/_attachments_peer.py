"""Runs in the peers' environment: reads files with one tool, a JSON line for each."""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def _markitdown() -> Callable[[str], str]:
    from markitdown import MarkItDown  # type: ignore[import-not-found]

    tool = MarkItDown()
    return lambda path: str(tool.convert(path).text_content)


def _extractous() -> Callable[[str], str]:
    from extractous import Extractor  # type: ignore[import-not-found]

    tool = Extractor().set_extract_string_max_length(50_000_000)
    return lambda path: str(tool.extract_file_to_string(path)[0])


def _kreuzberg() -> Callable[[str], str]:
    from kreuzberg import extract_file_sync  # type: ignore[import-not-found]

    return lambda path: str(extract_file_sync(path).content)


_TOOLS: dict[str, Callable[[], Callable[[str], str]]] = {
    "markitdown": _markitdown,
    "extractous": _extractous,
    "kreuzberg": _kreuzberg,
}


def main() -> None:
    """Arguments: the tool, then files."""
    read = _TOOLS[sys.argv[1]]()
    for path in sys.argv[2:]:
        started = time.process_time()
        result: dict[str, Any] = {"path": Path(path).name}
        try:
            result["text"] = read(path)
        except BaseException as error:  # a panic of Rust is one, too
            result["error"] = type(error).__name__
        result["seconds"] = time.process_time() - started
        result["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
