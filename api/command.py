"""The command line of the service: to serve, or to make an API key."""

import argparse
import datetime
import re
import sys
from collections.abc import Sequence

from api import server
from api.keys import NAME, entry, new_key


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments say; the exit code."""
    given = parser().parse_args(arguments)
    if given.command is None:
        return server.main()
    return make_key(given.name, given.days, given.rate)


def parser() -> argparse.ArgumentParser:
    """The arguments; without any the service is started."""
    root = argparse.ArgumentParser(prog="python -m api", description="Start the service, or make an API key.")
    commands = root.add_subparsers(dest="command", metavar="keys")
    keys = commands.add_parser("keys", help="make an API key")
    new = keys.add_subparsers(dest="action", required=True).add_parser("new", help="make an API key")
    new.add_argument("name", type=key_name, help="who it is for: letters, digits, - and _")
    new.add_argument("--days", type=positive, help="for how many days it is valid; without end by default")
    new.add_argument("--rate", type=positive, help="articles a minute")
    return root


def key_name(text: str) -> str:
    """A name that is harmless in a file, a log line and a header."""
    if not re.match(NAME, text):
        raise argparse.ArgumentTypeError("up to 64 letters, digits, - and _")
    return text


def positive(text: str) -> int:
    """A whole number from 1."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 1_000_000:
        raise argparse.ArgumentTypeError("a whole number from 1 to 1000000")
    return int(text)


def make_key(name: str, days: int | None, rate: int | None) -> int:
    """Show a new key to the person and its lines to the file: `… keys new NAME >> keys.toml`."""
    secret = new_key()
    today = datetime.datetime.now(datetime.UTC).date()
    expires = None if days is None else today + datetime.timedelta(days=days)
    sys.stderr.write(f"The key, which is shown this once: {secret}\nThe lines for the keys file:\n\n")
    sys.stderr.flush()
    sys.stdout.write("\n" + entry(name, secret, expires=expires, rate=rate))
    return 0
