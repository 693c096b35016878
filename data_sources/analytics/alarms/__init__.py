"""Alarms by ANSI/ISA-18.2-2016: states, limits with deadband and delays, folding by cause, rates. Arrays in and out."""
