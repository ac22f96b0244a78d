"""The screens any room's paper is signed on: text, ticks, sign, identify, done."""
