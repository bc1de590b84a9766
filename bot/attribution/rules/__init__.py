"""Attribution rules, a module for each construction."""
