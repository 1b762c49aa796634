"""Tables of profiles as people have them: files, layouts, field names, units, joins."""
