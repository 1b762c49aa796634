"""Learning: training of networks, fields and trees, and the teacher whose predictions networks are trained on."""
