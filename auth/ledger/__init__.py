"""The proof that the access log is whole: a Merkle tree over its entries, signed checkpoints, proofs, witnesses."""
