"""접속기록: whose personal data staff looked at, when, from where and why; its monthly review."""
