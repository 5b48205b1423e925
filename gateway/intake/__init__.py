"""SMTP in: the only place that knows aiosmtpd (RFC 5321)."""
