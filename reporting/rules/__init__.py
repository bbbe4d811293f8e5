"""The rules of reconciliation, a module for each kind; `reporting/reconciliation.py` is their catalogue."""
