"""SOC profiles: files to clean observations, in the units of the model."""
