//! The wings: one vendor each, the same rooms in each.
//!
//! | the request says | Adobe PATCH | IBM PUT | Commvault update |
//! |---|---|---|---|
//! | member absent | keep | delete (a required one: refuse) | keep |
//! | member null | refuse, unless there is no value | refuse | clear |
//! | member present | set | set | set |
//! | list | the contact list is replaced whole | sets are replaced whole | one contact, merged |
//! | when it is over | at once, e-mails go out | at once, unless stale | later |

pub mod adobe;
pub mod commvault;
pub mod ibm;
