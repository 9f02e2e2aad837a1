"""Plan (a pure diff), journal and apply: what keeps tasks and items in step without a duplicate or a lost edit."""
