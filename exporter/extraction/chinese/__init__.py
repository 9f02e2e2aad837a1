"""Chinese, simplified or traditional; `grammar` is the whole, loaded when a text needs it."""
