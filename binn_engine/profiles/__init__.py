"""SOC profiles: from files to clean observations, in the units of the model."""
