"""Parts of every run: events, device, outputs, record, and the processes that it starts and ends."""
