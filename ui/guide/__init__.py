"""The guide "New map": five steps from soil profiles to maps and totals, each of them an algorithm of the toolbox."""
