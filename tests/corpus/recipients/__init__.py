"""Recipients: a simulated company with its mail and mistakes, and single mails by hand."""
