"""Any two models side by side: their processes, parameters and SOC, on the same places."""
