"""Documents that are printed and signed: PDF made of answers; no session, no page."""
