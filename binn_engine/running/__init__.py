"""What every run has: events, device, outputs that appear whole, a record, and the processes it starts and ends."""
