"""English as plans, pledges and minutes write it; `grammar` is the whole, loaded when a text needs it."""
