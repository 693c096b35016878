"""Trouble calls by REST: open calls, one with its timeline, accounts found by what is typed. Changes are commands."""
