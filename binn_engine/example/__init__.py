"""The example: a landscape whose true parameters, processes and SOC are known."""
