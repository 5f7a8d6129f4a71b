//! What is measured: the payloads of the vendors' pages, and the same with more contacts.

/// A payload's text, without the end of its line, with words put in.
macro_rules! payload {
    ($name:literal $(, $word:literal = $with:expr)*) => {
        include_str!(concat!("../payloads/", $name, ".json")).trim_end()
            $( .replace($word, $with) )*
    };
}

/// A contact: its number, from which name and address are made, and the end of its phone number.
pub type Person = (usize, usize);

/// Contacts `from..from + count`.
pub fn people(from: usize, count: usize) -> Vec<Person> {
    (from..from + count).map(|id| (id, 4567)).collect()
}

/// Contacts `0..count`, one of them with another phone number.
pub fn one_phone(count: usize) -> Vec<Person> {
    let mut list = people(0, count);
    list[count / 2].1 = 9999;
    list
}

fn contact((id, phone): Person) -> String {
    payload!("contact", "ID" = &id.to_string(), "PHONE" = &phone.to_string())
}

fn contacts(people: &[Person]) -> String {
    people.iter().map(|one| contact(*one)).collect::<Vec<_>>().join(",")
}

/// Adobe's sample customer with these contacts.
pub fn adobe_customer(people: &[Person]) -> String {
    payload!("adobe-customer", "CONTACTS" = &contacts(people))
}

/// Adobe's sample request, in which nothing but reference and contacts can differ.
pub fn adobe_update(reference: &str, people: &[Person]) -> String {
    payload!("adobe-update", "REFERENCE" = reference, "CONTACTS" = &contacts(people))
}

/// The same with the last contact renamed: refused.
pub fn adobe_refused(reference: &str, people: &[Person]) -> String {
    let text = adobe_update(reference, people);
    match text.rfind("Mickey\"") {
        Some(at) => format!("{}Minnie\"{}", &text[..at], &text[at + 7..]),
        None => text,
    }
}

/// One member of the customer.
pub fn adobe_sparse(reference: &str) -> String {
    format!(r#"{{"externalReferenceId":"{reference}"}}"#)
}

/// IBM's profile with every attribute of the page's table, in version 7.
pub fn ibm_customer(phone: &str, fax: &str) -> String {
    payload!("ibm-customer", "\"PHONE\"" = &quoted(phone), "\"FAX\"" = &quoted(fax))
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

/// Commvault's sample account.
pub fn commvault_account() -> String {
    payload!("commvault-account").into()
}

/// An update of Commvault that names every member of the page's table.
pub fn commvault_update(website: &str, phone: &str) -> String {
    payload!("commvault-update", "WEBSITE" = website, "PHONE" = phone)
}

/// How a request's contacts stand against the stored ones.
pub const ORDERS: [&str; 6] = ["same", "reversed", "shuffled", "all new", "one in", "one out"];

/// The contacts of a request against `count` stored ones, in one of [`ORDERS`].
pub fn ordered(order: &str, count: usize) -> Vec<Person> {
    let mut list = people(0, count);
    match order {
        "reversed" => list.reverse(),
        "shuffled" => shuffle(&mut list),
        "all new" => list = people(count, count),
        "one in" => list.insert(count / 2, (count, 4567)),
        "one out" => {
            list.remove(count / 2);
        }
        _ => {}
    }
    list
}

/// The same order every time.
fn shuffle(list: &mut [Person]) {
    let mut random = Random::new(7);
    for end in (1..list.len()).rev() {
        list.swap(end, random.below(end + 1));
    }
}

/// Numbers that look random and are the same every time (splitmix64).
pub struct Random(u64);

impl Random {
    /// Starts from `seed`.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    const fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        (self.draw() % limit.max(1) as u64) as usize
    }
}
