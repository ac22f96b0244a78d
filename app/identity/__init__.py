"""본인인증: one challenge, sent to the number of record and answered once. An OTP proves control of
a number, not a name."""
