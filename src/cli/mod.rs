//! The command line: arguments to options to a run. Data goes to stdout, talk to stderr.
