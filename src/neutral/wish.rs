//! From a wished neutral customer to the document that a vendor would show, and back to the view.

use alloc::string::String;
use alloc::vec::Vec;

use super::table::{Said, Section, To, rows};
use crate::decision::Rule;
use crate::json::{Folded, Pointer, sort_by};
use crate::plan::{Barred, Json, People, Place, Planner, Step, Words};

/// Where a wished neutral customer leads.
pub(crate) struct Reached {
    /// The document that is wished for.
    pub(crate) target: Json,
    /// The places that are wished for.
    pub(crate) named: Vec<Place>,
    /// Those that can't be said, and why.
    pub(crate) barred: Vec<Barred>,
    /// What this vendor has no place for.
    pub(crate) unsupported: Vec<Pointer>,
}

/// The members of a neutral customer, in its order.
const MEMBERS: [&str; 5] = ["name", "externalReference", "website", "language", "phone"];

/// Where `wish` leads from the stored document.
pub(crate) fn aim<V: Planner>(
    stored: &Json,
    wish: &Json,
    words: &Words,
    policy: &V::Policy,
) -> Reached {
    let says_nothing = |place: &Place, value: &Json| V::same(place, None, Some(value), policy);
    let mut aim = Aim {
        says_nothing: &says_nothing,
        stored,
        words,
        column: V::COLUMN,
        word_unknown: V::WORD_UNKNOWN,
        reached: Reached {
            target: stored.clone(),
            named: Vec::new(),
            barred: Vec::new(),
            unsupported: Vec::new(),
        },
    };
    for name in MEMBERS {
        let Some(value) = wish.get(name) else { continue };
        match rows(Section::Customer, V::COLUMN).find(|(known, _)| *known == name) {
            Some((_, to)) => aim.member(&Place(Vec::new()), to, value, None),
            None if value.is_null() => {}
            None => aim.has_no_place(&[name], None),
        }
    }
    if let Some(address) = wish.get("address") {
        aim.object(Section::Address, &Place(Vec::new()), address, "address", None);
    }
    if let Some(contacts) = wish.get("contacts") {
        match V::people(policy) {
            People::Many(place) => aim.everybody(&place, contacts),
            People::One(place, list) => aim.somebody(&place, list, contacts),
        }
    }
    match wish.get("commitment") {
        Some(wished) if V::commits() => V::commit(stored, wished, &mut aim.reached),
        Some(wished) if !is_none(wished) => aim.has_no_place(&["commitment"], None),
        _ => {}
    }
    aim.reached
}

struct Aim<'a> {
    /// Whether a value is none at this vendor's place.
    says_nothing: &'a dyn Fn(&Place, &Json) -> bool,
    stored: &'a Json,
    words: &'a Words,
    column: usize,
    word_unknown: &'static Rule,
    reached: Reached,
}

/// Whether an object, or what is in its place, was given no value at all.
fn is_none(wished: &Json) -> bool {
    wished.is_null() || wished.is_object() && wished.members().all(|(_, value)| value.is_null())
}

/// The place at a path of the table.
fn place(from: &Place, path: &'static str) -> Place {
    path.split(['/']).fold(from.clone(), |place, step| match step.parse() {
        Ok(index) => place.then(Step::Index(index)),
        Err(_) => place.name(step),
    })
}

impl Aim<'_> {
    fn has_no_place(&mut self, names: &[&str], contact: Option<usize>) {
        let mut pointer = Pointer::default();
        if let Some(index) = contact {
            pointer.push_name("contacts");
            pointer.push_index(index);
        }
        names.iter().for_each(|name| pointer.push_name(name));
        self.reached.unsupported.push(pointer);
    }

    /// One member; `country` is the wished one beside it.
    fn member(&mut self, from: &Place, to: To, value: &Json, country: Option<&str>) {
        let place = place(from, to.path);
        let value = match (value.text(), to.said) {
            _ if value.is_null() => None,
            // No value needs no word.
            (_, said) if said != Said::Plain && (self.says_nothing)(&place, value) => None,
            (Some(text), said) if said != Said::Plain => {
                let stored = place.get(self.stored).and_then(Json::text);
                match self.word(said, text, stored, country) {
                    Some(word) => Some(Json::from_text(&word)),
                    None => {
                        let rule = self.word_unknown;
                        self.reached.barred.push(Barred { place: place.clone(), rule });
                        self.reached.named.push(place);
                        return;
                    }
                }
            }
            _ => Some(value.clone()),
        };
        place.set(&mut self.reached.target, value);
        self.reached.named.push(place);
    }

    /// The vendor's word for a code, as far as it is known.
    fn word(
        &self,
        said: Said,
        code: &str,
        stored: Option<&str>,
        country: Option<&str>,
    ) -> Option<String> {
        let known = |list: &[(String, String)], code: &str| {
            list.iter().find(|(known, _)| known == code).map(|(_, word)| word.clone())
        };
        let is_stored = |stored: &&str| match said {
            Said::Language => same_language(stored, code),
            _ => stored.eq_ignore_ascii_case(code),
        };
        if let Some(stored) = stored.filter(is_stored) {
            return Some(stored.into());
        }
        match said {
            Said::Plain => Some(code.into()),
            Said::Country => known(&self.words.country, code),
            Said::Region => {
                let full = country.map(|country| {
                    let mut full = String::from(country);
                    full.push('-');
                    full.push_str(code);
                    full
                });
                let full = full.and_then(|full| known(&self.words.region, &full));
                full.or_else(|| known(&self.words.region, code))
            }
            Said::Language => known(&self.words.language, code)
                .or_else(|| is_language(code).then(|| written(code))),
        }
    }

    /// An address, of the customer or of a contact.
    fn object(
        &mut self,
        of: Section,
        from: &Place,
        wished: &Json,
        name: &'static str,
        contact: Option<usize>,
    ) {
        if rows(of, self.column).next().is_none() {
            if !is_none(wished) {
                self.has_no_place(&[name], contact);
            }
            return;
        }
        let country = wished.text_of("country");
        for (name, to) in rows(of, self.column) {
            if wished.is_null() {
                self.member(from, to, &Json::Null, None);
            } else if let Some(value) = wished.get(name) {
                self.member(from, to, value, country);
            }
        }
    }

    /// The one contact of a vendor that has one.
    fn somebody(&mut self, place: &Place, list: Option<Place>, wished: &Json) {
        if wished.is_blank() {
            match list {
                Some(list) => {
                    list.set(&mut self.reached.target, None);
                    self.reached.named.push(list);
                }
                // What else is kept beside the contact stays.
                None => {
                    for (_, to) in rows(Section::Contact, self.column) {
                        self.member(place, to, &Json::Null, None);
                    }
                }
            }
            return;
        }
        let Some((_, email)) = rows(Section::Contact, self.column).find(|(n, _)| *n == "email")
        else {
            return;
        };
        let stored = self::place(place, email.path).get(self.stored).and_then(Json::text);
        let is_stored = |one: &Json| match (one.text_of("email"), stored) {
            (Some(one), Some(stored)) => one.eq_ignore_ascii_case(stored),
            _ => false,
        };
        let chosen = wished.elements().iter().position(is_stored).unwrap_or(0);
        for (index, one) in wished.elements().iter().enumerate() {
            if index != chosen {
                self.has_no_place(&[], Some(index));
                continue;
            }
            for (name, to) in rows(Section::Contact, self.column) {
                if let Some(value) = one.get(name) {
                    self.member(place, to, value, None);
                }
            }
            if let Some(address) = one.get("address") {
                self.object(Section::ContactAddress, place, address, "address", Some(index));
            }
        }
    }

    /// The contacts of a vendor that has a list: known ones in their stored order, then new ones.
    fn everybody(&mut self, place: &Place, wished: &Json) {
        let list = wished.elements();
        let no_address = |one: &Json| one.get("address").is_none_or(is_none);
        for (index, _) in list.iter().enumerate().filter(|(_, one)| !no_address(one)) {
            self.has_no_place(&["address"], Some(index));
        }
        let mut used = alloc::vec![false; list.len()];
        let mut people = Vec::new();
        let column = self.column;
        let said = |from: &Json, one: &Json| {
            let mut person = from.clone();
            for (name, to) in rows(Section::Contact, column) {
                if let Some(value) = one.get(name) {
                    person.put(to.path, value.clone());
                }
            }
            person
        };
        let stored = place.get(self.stored).map_or(&[][..], Json::elements);
        for (known, number) in stored.iter().zip(met(stored, list, column)) {
            let Some(number) = number else { continue };
            if let (Some(one), Some(used)) = (list.get(number), used.get_mut(number)) {
                *used = true;
                people.push(said(known, one));
            }
        }
        for (one, _) in list.iter().zip(&used).filter(|(_, used)| !**used) {
            people.push(said(&Json::object(), one));
        }
        place.set(&mut self.reached.target, (!people.is_empty()).then_some(Json::List(people)));
        self.reached.named.push(place.clone());
    }
}

/// Who somebody is: the address, and without one the names and the phone.
type Who<'p> = (Folded<'p>, Vec<&'p str>);

/// Everybody in a list, in the order of who they are; of those who are the same, in that of the
/// list. `name` is what a row of the table is called there.
fn sorted<'p>(
    list: &'p [Json],
    column: usize,
    name: fn((&'static str, To)) -> &'static str,
) -> Vec<(Who<'p>, usize)> {
    let who = |one: &'p Json| {
        let text = |row| one.text_of(name(row)).unwrap_or_default();
        let email =
            rows(Section::Contact, column).find(|(name, _)| *name == "email").map_or("", text);
        let named = rows(Section::Contact, column).filter(|_| email.is_empty());
        (Folded(email), named.map(text).collect())
    };
    let mut all: Vec<_> = list.iter().enumerate().map(|(at, one)| (who(one), at)).collect();
    sort_by(&mut all, |(one, _), (two, _)| one.cmp(two));
    all
}

/// Which wished contact each stored one is: of several who are the same, one each in their order.
fn met(stored: &[Json], wished: &[Json], column: usize) -> Vec<Option<usize>> {
    let mut met = alloc::vec![None; stored.len()];
    let mut wished = sorted(wished, column, |(name, _)| name).into_iter().peekable();
    for (who, at) in sorted(stored, column, |(_, to)| to.path) {
        while wished.next_if(|(other, _)| *other < who).is_some() {}
        if let Some(slot) = met.get_mut(at) {
            *slot = wished.next_if(|(other, _)| *other == who).map(|(_, number)| number);
        }
    }
    met
}

/// A language as `ll_CC`.
fn written(code: &str) -> String {
    code.chars().map(|c| if c == '-' { '_' } else { c }).collect()
}

/// Whether a text has the form `ll-CC`.
fn is_language(code: &str) -> bool {
    code.split_once(['-']).is_some_and(|(language, country)| {
        let letters = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphabetic());
        matches!(language.len(), 2 | 3)
            && country.len() == 2
            && letters(language)
            && letters(country)
    })
}

/// Whether two texts name one language: ASCII case and the sign between the parts do not count.
fn same_language(one: &str, two: &str) -> bool {
    let fold = |byte: u8| if byte == b'_' { b'-' } else { byte.to_ascii_lowercase() };
    one.bytes().map(fold).eq(two.bytes().map(fold))
}

/// The record as a neutral customer, texts as they are stored.
pub(crate) fn view<V: Planner>(record: &V::Record, policy: &V::Policy) -> Json {
    let stored = V::read(record);
    let mut seen = Json::object();
    let take = |of: Section, from: &Place, into: &mut Json| {
        for (name, to) in rows(of, V::COLUMN) {
            if let Some(value) = place(from, to.path).get(&stored) {
                into.put(name, value.clone());
            }
        }
    };
    let root = Place(Vec::new());
    take(Section::Customer, &root, &mut seen);
    let mut address = Json::object();
    take(Section::Address, &root, &mut address);
    if !address.is_blank() {
        seen.put("address", address);
    }
    let person = |from: &Place| {
        let mut person = Json::object();
        take(Section::Contact, from, &mut person);
        let mut address = Json::object();
        take(Section::ContactAddress, from, &mut address);
        if !address.is_blank() {
            person.put("address", address);
        }
        person
    };
    let people: Vec<Json> = match V::people(policy) {
        People::One(place, _) => {
            core::iter::once(person(&place)).filter(|one| !one.is_blank()).collect()
        }
        People::Many(place) => {
            let count = place.get(&stored).map_or(0, |list| list.elements().len());
            (0..count).map(|index| person(&place.then(Step::Index(index)))).collect()
        }
    };
    if !people.is_empty() {
        seen.put("contacts", Json::List(people));
    }
    let commitment = V::committed(&stored);
    if !commitment.is_blank() {
        seen.put("commitment", commitment);
    }
    seen
}
