"""Er det som sies av de avrundede tallene, sant om de virkelige? Sammenligner publisert og intern fil."""
