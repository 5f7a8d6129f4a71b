"""Mistakes that the type checker must find: one a line."""

from customer_core import adobe, commvault, ibm

adobe.decide({}, {}, policy="lenient")  # wrong
adobe.decide({}, {}, role="VSR")  # wrong
adobe.decide({}, {}, today=20260301)  # wrong
adobe.decide("{}", {})  # wrong
adobe.decide({}, {}, reseller_market_segments=["COMMERCIAL"])  # wrong
adobe.commitment({}, "forgotten")  # wrong
ibm.operation({}, "deleteCustomer")  # wrong
commvault.settled({}, True)  # wrong
commvault.decide({}, {}).customer["colour"]  # wrong
adobe.decide({}, {}).next = "done"  # wrong
