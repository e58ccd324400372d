//! Every story of the product, in one binary.
