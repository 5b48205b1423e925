"""``sekisho init``: the first settings file."""

import json
from pathlib import Path

import click

from gateway.cli import options
from gateway.errors import SettingsError
from gateway.settings import FILE, endpoint, load
from policies.envelope import domain_name
from policies.errors import AddressError

_TEXT = """\
# Sekisho (関所) の設定ファイル / Settings of Sekisho.
# 書かれていない項目は既定値です。一覧は docs/settings.md / What is not named here has its
# default; docs/settings.md has the whole list.

[company]
# 自社のメールドメイン（サブドメインも含む） / Your mail domains, with everything below them.
domains = {domains}
# 画面と通知に表示する会社名 / Shown on the pages and in notices.
name = ""

[relay]
# 送信してよいメールの引き渡し先（社内の送信サーバー） / The mail server that gets what may leave.
host = {host}
port = {port}

[policy]
# observe: 判定して記録するだけで、保留しません。最初の数週間はこのままにして、
# `sekisho policy explain` で件数を確かめてから enforce に切り替えてください。
# observe judges and records, and holds nothing. Leave it so for the first weeks, look at
# `sekisho policy explain`, then switch to enforce.
mode = {mode}

# 過去の送信記録から、いつもの宛先を学習できます / Past mail teaches who writes to whom:
#   sekisho domains learn /var/log/mail.log*          （内容の確認のみ / only shows it）
#   sekisho domains learn --apply /var/log/mail.log*  （登録する / stores it）

[notice]
# 差出人に確認できないメールの担当者 / Who is told of mail that no sender can be asked about.
# compliance = ["compliance@example.co.jp"]

[approval]
# 承認者（自分のメールは承認できません） / Who may be the second person, never for one's own mail.
# approvers = ["manager@example.co.jp"]
"""


@click.command()
@options.config
@click.option("--domain", "domains", multiple=True, help="An own mail domain; may be repeated.")
@click.option("--relay", default="127.0.0.1:25", show_default=True, help="HOST:PORT to send to.")
@click.option(
    "--observe/--enforce",
    default=True,
    show_default=True,
    help="Only judge and record for the first weeks, or hold at once.",
)
def init(config: Path | None, domains: tuple[str, ...], relay: str, observe: bool) -> None:
    """Write a first sekisho.toml (or --config FILE); never over one that is there."""
    path = config or Path(FILE)
    host, port = _relay(relay)
    text = _TEXT.format(
        domains=json.dumps([_domain(text) for text in domains]),
        host=json.dumps(host),
        port=port,
        mode=json.dumps("observe" if observe else "enforce"),
    )
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise click.ClickException(f"{path} is there already; it was left as it is") from None
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}") from error
    load(path)  # with the environment over it, as every command will
    click.echo(f"{path}: written")
    _print_next(path, bool(domains), observe=observe)


def _print_next(path: Path, has_domains: bool, *, observe: bool) -> None:
    option = "" if path == Path(FILE) else f" --config {path}"
    if not has_domains:
        click.echo("next: name your mail domains in [company] domains")
    click.echo("next: learn who writes to whom from past mail (only shows it; --apply stores it):")
    click.echo(f"  sekisho domains learn{option} /var/log/mail.log*")
    click.echo(f"then: sekisho serve{option}")
    if observe:
        click.echo('mode is "observe": nothing is held until you set "enforce"')


def _domain(text: str) -> str:
    try:
        return domain_name(text.strip().rstrip("."))
    except AddressError as error:
        raise click.BadParameter(f"{text}: {error}", param_hint="--domain") from error


def _relay(text: str) -> tuple[str, int]:
    host, port = text.rpartition(":")[0], text.rpartition(":")[2]
    if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise click.BadParameter("expected HOST:PORT", param_hint="--relay")
    return endpoint(text)
