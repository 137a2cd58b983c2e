//! Wires the stages together: to come.
