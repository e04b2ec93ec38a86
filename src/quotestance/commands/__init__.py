"""The command line: ``quotestance COMMAND key=value ...``; each command reads, calls one function, writes."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from importlib.metadata import version

from quotestance.resources import conf_dir

COMMANDS = {
    "predict": "articles in; who said what, and where each quote stands, out",
    "quotes": "articles in; who said what, without stances, out",
    "articles": "articles as they are read: language, title, date, body",
    "dataset": "labelled sentences as one file of examples with their part, checked for leaks",
    "train": "train a stance model on labelled sentences",
    "tagger": "train the tagger of speech, which helps the extraction of quotes",
    "evaluate": "score a model, the quote extractor, or the consistency of the annotation passes",
    "log": "track a training that is on disk in MLflow",
    "release": "put a trained and evaluated model where it ships from, with its card",
}
_DONE, _FAILED, _USAGE, _INTERRUPTED = 0, 1, 2, 130
_HELP = {"-h", "--help", "help"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code (0 done, 1 failed, 2 wrong usage)."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or given[0] in _HELP:
        print(_overview())
        return _DONE if given else _USAGE
    if given[0] == "--version":
        print(version("quotestance"))
        return _DONE
    command, *rest = given
    if command not in COMMANDS:
        return _fail(_USAGE, f"unknown command {command!r}; expected one of {', '.join(COMMANDS)}")
    if _HELP & set(rest):
        print(_help(command))
        return _DONE
    return _run(command, rest)


def _run(command: str, rest: list[str]) -> int:
    from quotestance.commands.compose import UsageError
    from quotestance.files import DataError
    from quotestance.prediction import RecordError

    module = importlib.import_module(f"quotestance.commands.{command}")
    try:
        return int(module.main(rest) or _DONE)
    except UsageError as error:
        return _fail(_USAGE, f"{command}: {error}")
    except (FileNotFoundError, PermissionError, IsADirectoryError, NotADirectoryError) as error:
        named = error.filename and f"{error.filename}: {error.strerror}"
        return _fail(_USAGE, f"{command}: {named or error}")
    except (DataError, RecordError) as error:
        return _fail(_FAILED, f"{command}: {error}")
    except KeyboardInterrupt:
        return _fail(_INTERRUPTED, f"{command}: interrupted")


def _fail(code: int, message: str) -> int:
    print(f"quotestance: {message}", file=sys.stderr)
    return code


def _overview() -> str:
    commands = "\n".join(f"  {name:<10}{text}" for name, text in COMMANDS.items())
    return (
        "quotestance: news articles in; who said what, and where each quote stands, out.\n\n"
        f"usage: quotestance COMMAND [key=value ...]\n\n{commands}\n\n"
        "quotestance COMMAND --help shows its settings. Example:\n"
        "  quotestance predict articles=seeds/articles output=quotes.csv"
    )


def _help(command: str) -> str:
    """The help of a command is its commented file of settings: what stands there is what is read."""
    settings = (conf_dir() / f"{command}.yaml").read_text(encoding="utf-8").strip()
    sweeps = "    (-m sweeps over comma-separated values)" if command == "train" else ""
    usage = f"usage: quotestance {command} [key=value ...]{sweeps}"
    return f"{usage}\n\n{settings}\n"
