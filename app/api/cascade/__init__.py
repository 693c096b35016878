"""Cascade studies by REST: parameters, answers, endpoints. They read; nothing is operated."""
