"""The command line, one file a group of commands. Nothing else prints or exits."""
