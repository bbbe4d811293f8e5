"""The public pages: what has been published, for everybody, without a login. Only the addresses know of them."""
