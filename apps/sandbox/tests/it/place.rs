//! Where a store is that outlives its server: a file, or a schema of PostgreSQL.

use std::io::Write as _;
use std::sync::Once;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio_postgres::NoTls;

use crate::server::Folder;

/// The variable that names a database of PostgreSQL; each test has a schema of its own in it.
const SERVER: &str = "SANDBOX_POSTGRES";

/// A store of a test's own; it goes with it.
pub(crate) enum Place {
    File(Folder),
    Schema(Schema),
}

pub(crate) struct Schema {
    server: String,
    name: String,
}

impl Place {
    pub(crate) fn file() -> Self {
        Self::File(Folder::new())
    }

    /// `None` if no server is named.
    pub(crate) fn postgres() -> Option<Self> {
        static SAID: Once = Once::new();
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let Ok(server) = std::env::var(SERVER) else {
            SAID.call_once(|| {
                // Not by a macro, whose output is shown only for tests that fail.
                let why =
                    format!("skipped: {SERVER} names no server, so nothing ran on PostgreSQL");
                let _ = writeln!(std::io::stderr(), "{why}");
            });
            return None;
        };
        let next = NEXT.fetch_add(1, Ordering::SeqCst);
        let name = format!("sandbox_{}_{next}", std::process::id());
        run(&server, &format!("DROP SCHEMA IF EXISTS {name} CASCADE; CREATE SCHEMA {name}"));
        Some(Self::Schema(Schema { server, name }))
    }

    /// What `--store` takes.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::File(folder) => folder.file("store.db").to_str().unwrap().to_owned(),
            Self::Schema(Schema { server, name }) => {
                format!("{server}?options=-csearch_path%3D{name}")
            }
        }
    }

    /// Runs statements in the store, behind its back.
    pub(crate) fn run(&self, sql: &str) {
        match self {
            Self::File(_) => {
                rusqlite::Connection::open(self.name()).unwrap().execute_batch(sql).unwrap();
            }
            Self::Schema(_) => run(&self.name(), sql),
        }
    }
}

impl Drop for Schema {
    fn drop(&mut self) {
        run(&self.server, &format!("DROP SCHEMA {} CASCADE", self.name));
    }
}

fn run(url: &str, sql: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
        let reading = tokio::spawn(connection);
        client.batch_execute(sql).await.unwrap();
        drop(client);
        let _ = reading.await;
    });
}
