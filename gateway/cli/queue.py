"""``sekisho mailq``, ``show``, ``release``, …: the queue as Postfix people expect it."""

from dataclasses import asdict
from pathlib import Path

import click

from gateway.cli import options
from gateway.settings import Settings
from quarantine.approving import APPROVED, DECLINED, DecideByStaff
from quarantine.listing import ListQueue, MessageDetail, QueueMessage, ShowMessage
from quarantine.staff import ReleaseByStaff, RetryByStaff, WithdrawByStaff


@click.command()
@options.config
@options.as_json
@click.option("--all", "everything", is_flag=True, help="Also list what is finished.")
@click.option("--limit", default=500, show_default=True, type=click.IntRange(1, 100_000))
def mailq(config: Path | None, as_json: bool, everything: bool, limit: int) -> None:
    """List the queue, newest first."""
    settings = options.settings_from(config)
    found = options.with_store(settings, lambda store: store.ask(ListQueue(limit, everything)))
    if as_json:
        options.print_json([asdict(message) for message in found])
        return
    if not found:
        click.echo("The queue is empty.")
        return
    for message in found:
        _print_message(settings, message)
    click.echo(f"-- {len(found)} message{'s' if len(found) > 1 else ''}")


@click.command()
@options.config
@options.as_json
@click.argument("queue_id")
def show(config: Path | None, as_json: bool, queue_id: str) -> None:
    """Show one message: its recipients, why it was held, and its audit record."""
    settings = options.settings_from(config)
    detail = options.with_store(settings, lambda store: store.ask(ShowMessage(queue_id)))
    if as_json:
        options.print_json(asdict(detail))
        return
    _print_message(settings, detail.message)
    _print_detail(settings, detail)


@click.command()
@options.config
@click.argument("queue_id")
@click.option("--reason", required=True, help="Why; kept in the audit record.")
def release(config: Path | None, queue_id: str, reason: str) -> None:
    """Release what is held of a message, without its sender."""
    if not reason.strip():
        raise click.BadParameter("must not be empty", param_hint="--reason")
    order = ReleaseByStaff(queue_id, options.actor(), reason)
    count = options.with_store(options.settings_from(config), lambda store: store.run(order))
    click.echo(f"{queue_id}: released for {count} recipient{'s' if count > 1 else ''}")


@click.command()
@options.config
@click.argument("queue_id")
@click.option("--reason", default="", help="Why; kept in the audit record.")
def withdraw(config: Path | None, queue_id: str, reason: str) -> None:
    """Stop everything of a message that has not left yet."""
    order = WithdrawByStaff(queue_id, options.actor(), reason)
    count = options.with_store(options.settings_from(config), lambda store: store.run(order))
    click.echo(f"{queue_id}: withdrawn for {count} recipient{'s' if count > 1 else ''}")


@click.command()
@options.config
@click.argument("queue_id")
@click.option("--reason", default="", help="Why; kept in the audit record.")
def approve(config: Path | None, queue_id: str, reason: str) -> None:
    """Approve what its sender has confirmed and a rule wants a second person for."""
    order = DecideByStaff(queue_id, options.actor(), APPROVED, reason)
    count = options.with_store(options.settings_from(config), lambda store: store.run(order))
    click.echo(f"{queue_id}: approved for {count} recipient{'s' if count > 1 else ''}")


@click.command()
@options.config
@click.argument("queue_id")
@click.option("--reason", required=True, help="Why; the sender is told.")
def decline(config: Path | None, queue_id: str, reason: str) -> None:
    """Decline what waits for a second person or for compliance: it is not sent."""
    if not reason.strip():
        raise click.BadParameter("must not be empty", param_hint="--reason")
    order = DecideByStaff(queue_id, options.actor(), DECLINED, reason)
    count = options.with_store(options.settings_from(config), lambda store: store.run(order))
    click.echo(f"{queue_id}: declined for {count} recipient{'s' if count > 1 else ''}")


@click.command()
@options.config
@click.argument("queue_id")
def retry(config: Path | None, queue_id: str) -> None:
    """Try at once what waits for the mail server, also what was parked."""
    order = RetryByStaff(queue_id, options.actor())
    count = options.with_store(options.settings_from(config), lambda store: store.run(order))
    click.echo(f"{queue_id}: tried again for {count} recipient{'s' if count > 1 else ''}")


def _print_message(settings: Settings, message: QueueMessage) -> None:
    received = options.local_time(settings, message.received_at)
    sender = options.plain(message.sender) or "<>"
    click.echo(f"{message.id} {message.size:>9} {received}  {sender}")
    if message.subject:
        click.echo(f"    {options.plain(message.subject)}")
    if message.waiting_for:
        who = options.plain(message.asked) or message.waiting_for
        until = options.local_time(settings, message.expires_at or 0)
        click.echo(f"    held, waiting for {who} until {until}")
    for recipient in message.recipients:
        click.echo(f"    {recipient.state:<10} {options.plain(recipient.address)}")
        if recipient.reply and recipient.state != "delivered":
            click.echo(f"               ({options.plain(recipient.reply)})")


def _print_detail(settings: Settings, detail: MessageDetail) -> None:
    for file in detail.attachments:
        click.echo(f"    attachment {options.plain(file['name'])!r} {file['size']} bytes")
    if detail.verdict:
        click.echo(f"  verdict {detail.verdict['action']} by policy {detail.verdict['policy']}")
        for rule in detail.verdict["rules"]:
            why = ", ".join(options.plain(text) for text in rule["why"])
            click.echo(f"    {'fired    ' if rule['fired'] else 'not fired'} {rule['name']} {why}")
    click.echo("  audit record")
    for event in detail.events:
        at = options.local_time(settings, event.at)
        words = " ".join(
            f"{name}={options.plain(str(value))}"
            for name, value in {**event.data, **event.detail}.items()
            if value not in ("", [], {})
        )
        click.echo(f"    {event.n:>3} {at} {event.actor} {event.kind} {words}")
