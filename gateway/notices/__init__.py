"""The mails that Sekisho writes itself: notices about holds, and delivery reports."""
