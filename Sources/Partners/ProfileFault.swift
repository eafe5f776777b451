/// What is wrong in a profile file, and where.
