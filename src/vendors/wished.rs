//! Wishes made of records and updates.

use alloc::format;
use alloc::string::String;

use super::Vendor;
use crate::json::Unreadable;
use crate::plan::Wish;

impl<V: Vendor> Wish<V> {
    /// That the record reads as this one does: what it lacks has no value.
    ///
    /// ```
    /// use customer_core::adobe::{Customer, Facts, Policy, plan};
    /// use customer_core::plan::Wish;
    ///
    /// let customer = Customer::from_json(r#"{"externalReferenceId": "342"}"#)?;
    /// let mut edited = customer.clone();
    /// edited.document.external_reference_id = Some("343".into());
    /// let facts = Facts::unknown(Policy::documented());
    /// let plan = plan(&customer, &Wish::document(&edited)?, &facts)?;
    /// assert_eq!(plan.update.unwrap().to_json(), r#"{"externalReferenceId":"343"}"#);
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A record that could not be read again, since it is larger or deeper than one may be; the
    /// places are those in the JSON of the wish.
    pub fn document(record: &V::Record) -> Result<Self, Unreadable> {
        V::wish(&format!(r#"{{"document":{}}}"#, V::to_json(record)))
    }

    /// That the record reads as this merge patch makes it: an update that is read alike at every
    /// vendor. What is absent stays, null is no value, a list is replaced whole.
    ///
    /// ```
    /// use customer_core::ibm::{Customer, Facts, Policy, Role, Update, plan};
    /// use customer_core::plan::Wish;
    ///
    /// let customer = Customer::from_json(r#"{"Customer": {"Version": 7, "Organization": {
    ///     "OrgName": "Acme", "Phone": "1", "AddressSet": [{
    ///         "AddressLine1": "1 Way", "AddressType": "BILLING", "City": "Boston",
    ///         "Country": "United States", "State": "Massachusetts", "PostalCode": "02110"}],
    ///     "Contact": {"FamilyName": "Doe", "GivenName": "Jo", "EmailAddress": "jo@acme.example",
    ///         "WorkPhone": "1"}},
    ///     "CustomerAccountSet": [{"AccountNumber": "", "LocationName": "Boston"}]}}"#)?;
    /// let facts = Facts {
    ///     role: Some(Role::CustomerAdministrator),
    ///     same_organization: Some(true),
    ///     ..Facts::unknown(Policy::documented())
    /// };
    /// let patch = Update::from_json(r#"{"Customer": {"Organization": {"Phone": null}}}"#)?;
    /// let plan = plan(&customer, &Wish::merge(&patch)?, &facts)?;
    /// // The vendor replaces: what is not to have a value is left out, all else is said again.
    /// let update = plan.update.unwrap().to_json();
    /// assert!(update.contains(r#""OrgName":"Acme""#) && !update.contains(r#""Phone""#));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// An update that could not be read again, as at [`document`](Self::document).
    pub fn merge(patch: &V::Update<'_>) -> Result<Self, Unreadable> {
        V::wish(&format!(r#"{{"merge":{}}}"#, V::update_to_json(patch)))
    }

    /// What was changed from one record to the other, on the record of today. What only others
    /// changed stays; what both changed, and otherwise, is an obstacle.
    ///
    /// ```
    /// use customer_core::adobe::{Customer, Facts, Policy, plan};
    /// use customer_core::plan::Wish;
    ///
    /// let base = Customer::from_json(r#"{"externalReferenceId": "342"}"#)?;
    /// let mine = Customer::from_json(r#"{"externalReferenceId": "343"}"#)?;
    /// let today = Customer::from_json(
    ///     r#"{"externalReferenceId": "342", "globalSalesEnabled": true}"#,
    /// )?;
    /// let wish = Wish::rebase(&base, &mine)?;
    /// let plan = plan(&today, &wish, &Facts::unknown(Policy::documented()))?;
    /// assert_eq!(plan.update.unwrap().to_json(), r#"{"externalReferenceId":"343"}"#);
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A record that could not be read again, as at [`document`](Self::document).
    pub fn rebase(base: &V::Record, mine: &V::Record) -> Result<Self, Unreadable> {
        let (base, mine) = (V::to_json(base), V::to_json(mine));
        V::wish(&format!(r#"{{"rebase":{{"base":{base},"mine":{mine}}}}}"#))
    }

    /// The record as it was before a change. With the record after that change, what was changed
    /// anew since then is an obstacle; without it the record of today is taken for that.
    ///
    /// ```
    /// use customer_core::commvault::{Account, Facts, Policy, plan};
    /// use customer_core::plan::Wish;
    ///
    /// let account = |website| format!(r#"{{"status": "active", "externalId": "X1",
    ///     "name": "Acme", "website": "{website}", "contacts": []}}"#);
    /// let before = Account::from_json(&account("old.example"))?;
    /// let after = Account::from_json(&account("new.example"))?;
    /// let wish = Wish::undo(&before, Some(&after))?;
    /// let plan = plan(&after, &wish, &Facts::unknown(Policy::documented()))?;
    /// assert_eq!(plan.update.unwrap().website.value().map(|text| &**text), Some("old.example"));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A record that could not be read again, as at [`document`](Self::document).
    pub fn undo(before: &V::Record, after: Option<&V::Record>) -> Result<Self, Unreadable> {
        let before = V::to_json(before);
        let after =
            after.map_or(String::new(), |after| format!(r#","after":{}"#, V::to_json(after)));
        V::wish(&format!(r#"{{"undo":{{"before":{before}{after}}}}}"#))
    }
}
