//! Drawing findings: one renderer a format.
