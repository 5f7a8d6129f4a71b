// Examples for each vendor: what is in the boxes when the page opens. The people are made up.
"use strict";

const ADA = { firstName: "Ada", lastName: "Byron", email: "ada@example.com" };
const MARY = { firstName: "Mary", lastName: "Somerville", email: "mary@example.com" };

const ANALYTICAL = {
  customerId: "9876543210",
  status: "1000",
  cotermDate: "2027-03-01",
  globalSalesEnabled: false,
  companyProfile: {
    companyName: "Analytical",
    preferredLanguage: "en-US",
    marketSegment: "COM",
    contacts: [ADA, MARY],
  },
};

const TOOLS = {
  Customer: {
    Id: 123456789,
    Version: 7,
    CustomerState: "ACTIVE",
    Organization: {
      OrgName: "Example Tools",
      AddressSet: [
        {
          AddressLine1: "1 Main Street",
          AddressType: "MAILING",
          City: "Littleton",
          Country: "United States",
          State: "Massachusetts",
          PostalCode: "01460",
        },
      ],
      Contact: {
        FamilyName: "Doe",
        GivenName: "Jane",
        EmailAddress: "jane.doe@example.com",
        WorkPhone: "555-0101",
        Fax: "555-0103",
      },
    },
    CustomerAccountSet: [{ AccountNumber: "", LocationName: "Headquarters" }],
  },
};

const ACME = {
  id: "7194af6f",
  status: "active",
  externalId: "X1",
  name: "Acme",
  website: "www.acme.example",
  contacts: [{ type: "admin", email: "john@acme.example", firstName: "John", lastName: "Doe" }],
};

const withoutFax = structuredClone(TOOLS);
withoutFax.Customer.Organization.Contact.WorkPhone = "555-0199";
delete withoutFax.Customer.Organization.Contact.Fax;

const EXAMPLES = {
  adobe: [
    {
      name: "An echo that mails everybody",
      customer: ANALYTICAL,
      kind: "update",
      request: { companyProfile: { preferredLanguage: "de-DE", contacts: [ADA, MARY] } },
    },
    {
      name: "A contact leaves the list",
      customer: ANALYTICAL,
      kind: "update",
      request: { companyProfile: { contacts: [MARY] } },
    },
    {
      name: "Three rules against it",
      customer: ANALYTICAL,
      kind: "update",
      request: { companyProfile: { companyName: "Difference", contacts: [] }, colour: "red" },
    },
    {
      name: "A fact is missing",
      customer: ANALYTICAL,
      kind: "update",
      request: { globalSalesEnabled: true },
    },
    {
      name: "A wish: what has to be sent?",
      customer: ANALYTICAL,
      kind: "merge",
      request: { companyProfile: { preferredLanguage: "de-DE", contacts: [ADA, MARY] } },
    },
    {
      name: "A wish that can't be had whole",
      customer: ANALYTICAL,
      kind: "merge",
      request: { companyProfile: { companyName: "Difference", preferredLanguage: "de-DE" } },
    },
    {
      name: "A commitment is accepted",
      customer: {
        ...ANALYTICAL,
        benefits: [
          {
            type: "THREE_YEAR_COMMIT",
            commitmentRequest: {
              status: "REQUESTED",
              minimumQuantities: [{ offerType: "LICENSE", quantity: 20 }],
            },
          },
        ],
      },
      internal: { requestedOn: "2026-03-01" },
      kind: "event",
      request: { commitment: "accepted" },
      facts: { today: "2026-03-08", owned: { LICENSE: 20 } },
    },
  ],
  ibm: [
    {
      name: "What is left out is deleted",
      customer: TOOLS,
      kind: "update",
      request: withoutFax,
      facts: { role: "CustomerAdministrator", sameOrganization: true },
    },
    {
      name: "A wish: only the phone",
      customer: TOOLS,
      kind: "merge",
      request: { Customer: { Organization: { Contact: { WorkPhone: "555-0199" } } } },
      facts: { role: "CustomerAdministrator", sameOrganization: true },
    },
    {
      name: "The record has moved on",
      customer: { Customer: { ...TOOLS.Customer, Version: 8 } },
      kind: "update",
      request: withoutFax,
      facts: { role: "CustomerAdministrator", sameOrganization: true },
    },
    {
      name: "A customer is suspended",
      customer: TOOLS,
      kind: "event",
      request: { operation: "suspendCustomer" },
      facts: { role: "VSR", sameOrganization: true },
    },
  ],
  commvault: [
    {
      name: "An update that settles later",
      customer: ACME,
      kind: "update",
      request: { externalId: "X1", name: "Acme", website: null, contacts: [{}] },
      facts: { now: "2026-03-01T09:00:00" },
    },
    {
      name: "It has settled",
      customer: { ...ACME, status: "updating" },
      internal: { pending: { ...ACME, website: undefined } },
      kind: "event",
      request: { settled: "succeeded" },
    },
    {
      name: "Another update while one runs",
      customer: { ...ACME, status: "updating" },
      kind: "update",
      request: { externalId: "X1", name: "Acme", contacts: [{}] },
    },
    {
      name: "A wish: another website",
      customer: ACME,
      kind: "merge",
      request: { website: "acme.example" },
    },
  ],
};
