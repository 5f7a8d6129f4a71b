//! `sandbox verify`: what it finds in a store, and what it leaves alone.

use serde_json::json;

use crate::adobe::Client;
use crate::server::{Folder, Server, program};
use crate::{ibm, over_kept_stores};

over_kept_stores! {
    fn b28_verify_finds_a_difference(place) {
        let name = place.name();
        let server = Server::start(&["--store", &name]);
        let client = Client::one(&server);
        let id = client.place();
        client.patch(&id, json!({"externalReferenceId": "1"})).expect(200);
        ibm::register(&server, ibm::VSR1);
        drop(server);
        let verify = || program(&["verify", "--store", &name]).output().unwrap();
        let good = verify();
        assert_eq!(good.status.code(), Some(0), "{good:?}");
        assert_eq!(String::from_utf8(good.stdout).unwrap(), "2 records, 3 events, 0 differences\n");
        place.run("UPDATE record SET document = replace(document, '\"342\"', '\"1\"'), \
                   revision = revision + 1 WHERE vendor = 'adobe'");
        let bad = verify();
        assert_eq!(bad.status.code(), Some(1));
        assert!(String::from_utf8(bad.stdout).unwrap().contains(&id));
    }

    fn b28_verify_finds_a_record_that_is_missing(place) {
        let name = place.name();
        let server = Server::start(&["--store", &name]);
        let client = Client::one(&server);
        let id = client.place();
        client.patch(&id, json!({"externalReferenceId": "1"})).expect(200);
        let removed = ibm::register(&server, ibm::VSR1);
        ibm::call(&server, ibm::VSR1, "DELETE", &format!("/{removed}")).expect(204);
        drop(server);
        let verify = || program(&["verify", "--store", &name]).output().unwrap();
        let good = verify();
        assert_eq!(good.status.code(), Some(0), "{good:?}");
        assert_eq!(String::from_utf8(good.stdout).unwrap(), "2 records, 4 events, 0 differences\n");
        place.run("DELETE FROM record WHERE vendor = 'adobe'");
        let bad = verify();
        assert_eq!(bad.status.code(), Some(1));
        let said = String::from_utf8(bad.stdout).unwrap();
        let expected = format!("adobe {id}: there is a history, and no record\n\
                                1 records, 4 events, 1 differences\n");
        assert_eq!(said, expected);
    }
}

#[test]
fn b28_verify_writes_nothing_to_an_empty_file() {
    let folder = Folder::new();
    let file = folder.file("empty.db");
    std::fs::write(&file, "").unwrap();
    let done = program(&["verify", "--store", file.to_str().unwrap()]).output().unwrap();
    assert_eq!(done.status.code(), Some(2));
    let said = String::from_utf8(done.stderr).unwrap();
    assert!(said.contains("the store is empty"), "{said}");
    let left: Vec<_> = std::fs::read_dir(folder.file("")).unwrap().collect();
    assert_eq!((left.len(), std::fs::metadata(&file).unwrap().len()), (1, 0), "{left:?}");
}

#[test]
fn b28_verify_wants_a_store_that_is_there() {
    let missing = program(&["verify", "--store", "/nowhere"]).output().unwrap();
    assert_eq!(missing.status.code(), Some(2));
}
