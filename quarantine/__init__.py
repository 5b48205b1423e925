"""Keeps: messages, holds, decisions, the queue and the audit record.

The only package that knows SQL. Others hand frozen commands to the ``Store`` and
get values back; no connection and no transaction leaves this package.
"""
