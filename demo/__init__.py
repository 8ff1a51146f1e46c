"""The demo's invented nation: kept out of the product's rooms, on top of all of them."""
