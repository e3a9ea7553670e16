//! Every fixture through the reader, whole and broken.
