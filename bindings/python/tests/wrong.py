"""Mistakes that the type checker must find: one a line."""

from customer_core import adobe, commvault, compare, ibm

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
adobe.plan({}, {"merged": {}})  # wrong
ibm.plan({}, {"customer": {"nam": "Acme"}})  # wrong
commvault.plan({}, {"rebase": {"base": {}}})  # wrong
compare({"nam": "Acme"}, ibm=ibm.part({}))  # wrong
compare({"name": "Acme"}, adobe=ibm.part({}))  # wrong
commvault.part({}, resend=["ada@example.com"])  # wrong
