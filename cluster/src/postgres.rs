//! PostgreSQL: a row for each entry, and what is due in the same statement.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::{sleep, timeout};
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, NoTls, Statement};

use crate::engine::{Answer, Copy, Engine, Line};

/// How long an answer is waited for.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Entries are text and not `jsonb`, so that a store of another version can't put them into another
/// form. `at` is for people; no fold reads it.
const TABLES: &str = "
    create table if not exists entries (
        customer text not null,
        revision bigint not null check (revision > 0),
        entry text not null,
        at timestamptz not null default now(),
        primary key (customer, revision)
    );
    create table if not exists outbox (
        customer text not null,
        revision bigint not null,
        place bigint not null,
        effect text not null,
        primary key (customer, revision, place),
        foreign key (customer, revision) references entries
    );";

/// The primary key alone would refuse a second revision 7, but not a revision 7 after 5. Of two at
/// the same time, one waits for the other and then does nothing.
const APPEND: &str = "
    with appended as (
        insert into entries (customer, revision, entry)
        select $1, $2::bigint + 1, $3
        where coalesce((select max(revision) from entries where customer = $1), 0) = $2::bigint
        on conflict do nothing
        returning revision
    ), due as (
        insert into outbox (customer, revision, place, effect)
        select $1, appended.revision, one.place, one.effect
        from appended, unnest($4::text[]) with ordinality as one (effect, place)
    )
    select revision from appended";

const READ: &str =
    "select revision, entry from entries where customer = $1 and revision > $2 order by revision";

/// What makes a commit durable, and what it must be.
const DURABLE: [(&str, &[&str]); 3] = [
    ("fsync", &["on"]),
    ("full_page_writes", &["on"]),
    ("synchronous_commit", &["on", "remote_write", "remote_apply"]),
];

/// A connection, made anew when it breaks.
#[derive(Clone)]
pub struct Postgres {
    url: Arc<str>,
    open: Arc<Mutex<Option<Arc<Open>>>>,
}

struct Open {
    client: Client,
    append: Statement,
    read: Statement,
}

impl Postgres {
    /// Connects, with patience; refuses a server that does not keep what it has committed.
    pub async fn connect(url: &str) -> Result<Self, String> {
        let postgres = Self { url: url.into(), open: Arc::default() };
        let mut last = String::new();
        for _ in 0..100 {
            match postgres.weakness().await {
                Ok(None) => return Ok(postgres),
                Ok(Some(refused)) => return Err(refused),
                Err(error) => last = error,
            }
            sleep(Duration::from_millis(300)).await;
        }
        Err(last)
    }

    /// Why what the server acknowledges could be lost.
    async fn weakness(&self) -> Result<Option<String>, String> {
        let open = self.open().await?;
        for (name, durable) in DURABLE {
            let row = open.client.query_one(&format!("show {name}"), &[]).await;
            let value: String = row.map_err(|error| said(&error))?.get(0);
            if !durable.contains(&value.as_str()) {
                return Ok(Some(format!("{name} is {value}: what was acknowledged could be lost")));
            }
        }
        Ok(None)
    }

    /// Makes the tables.
    pub async fn create(url: &str) -> Result<(), String> {
        let client = connect(url).await?;
        client.batch_execute(TABLES).await.map_err(|error| said(&error))
    }

    /// How many rows the outbox has.
    pub async fn outbox(&self) -> Result<Vec<(String, i64)>, String> {
        let text = "select customer, count(*) from outbox group by customer order by customer";
        let rows = self.open().await?.client.query(text, &[]).await;
        let rows = rows.map_err(|error| said(&error))?;
        Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
    }

    async fn open(&self) -> Result<Arc<Open>, String> {
        let mut open = self.open.lock().await;
        if let Some(open) = open.as_ref().filter(|open| !open.client.is_closed()) {
            return Ok(Arc::clone(open));
        }
        let made = async {
            let client = connect(&self.url).await?;
            let append = client.prepare(APPEND).await.map_err(|error| said(&error))?;
            let read = client.prepare(READ).await.map_err(|error| said(&error))?;
            Ok::<_, String>(Arc::new(Open { client, append, read }))
        };
        let made = timeout(TIMEOUT, made).await.map_err(|_| "no connection in time")??;
        *open = Some(Arc::clone(&made));
        Ok(made)
    }

    /// After an answer that did not come in time the connection is not used again: what it says
    /// next would be the answer to another question.
    async fn drop_open(&self) {
        *self.open.lock().await = None;
    }
}

async fn connect(url: &str) -> Result<Client, String> {
    let (client, connection) =
        tokio_postgres::connect(url, NoTls).await.map_err(|error| said(&error))?;
    // It ends with the client, or with the server: the next question says so.
    tokio::spawn(async { drop(connection.await) });
    Ok(client)
}

/// The error with its code; its own text is "db error".
fn said(error: &tokio_postgres::Error) -> String {
    error.as_db_error().map_or_else(
        || error.to_string(),
        |error| format!("{} ({})", error.message(), error.code().code()),
    )
}

impl Engine for Postgres {
    async fn append(&self, customer: &str, position: u64, line: &Line) -> Answer {
        let Ok(base) = i64::try_from(position) else {
            return Answer::Unclear("a revision beyond bigint".into());
        };
        let asked = async {
            let open = self.open().await?;
            let values: [&(dyn ToSql + Sync); 4] = [&customer, &base, &line.entry, &line.effects];
            let rows = open.client.query_opt(&open.append, &values).await;
            rows.map_err(|error| said(&error))
        };
        match timeout(TIMEOUT, asked).await {
            Ok(Ok(Some(row))) => {
                let revision: i64 = row.get(0);
                revision
                    .try_into()
                    .map_or_else(|_| Answer::Unclear("negative".into()), Answer::Stored)
            }
            Ok(Ok(None)) => Answer::Conflict,
            // 57P01, a closed connection: the commit may have happened before.
            Ok(Err(why)) => Answer::Unclear(why),
            Err(_) => {
                self.drop_open().await;
                Answer::Unclear("no answer in time".into())
            }
        }
    }

    async fn read(
        &self,
        customer: &str,
        position: u64,
        _: Copy,
    ) -> Result<Vec<(u64, String)>, String> {
        let behind = i64::try_from(position).map_err(|error| error.to_string())?;
        let asked = async {
            let open = self.open().await?;
            let rows = open.client.query(&open.read, &[&customer, &behind]).await;
            rows.map_err(|error| said(&error))
        };
        let Ok(rows) = timeout(TIMEOUT, asked).await else {
            self.drop_open().await;
            return Err("no answer in time".into());
        };
        let found = rows?.into_iter().map(|row| {
            let revision: i64 = row.get(0);
            Ok((u64::try_from(revision).map_err(|error| error.to_string())?, row.get(1)))
        });
        found.collect()
    }

    async fn read_all(&self) -> Result<Vec<(String, String)>, String> {
        let text = "select customer, entry from entries order by customer, revision";
        let rows = self.open().await?.client.query(text, &[]).await;
        let rows = rows.map_err(|error| said(&error))?;
        Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::Database;
    use crate::fault::Folder;

    fn line(text: &str) -> Line {
        Line { entry: text.into(), effects: vec!["1".into(), "2".into()] }
    }

    /// Pitfall 9: the primary key refuses a second revision 7, and the statement a revision 7 after
    /// 5. What is due is stored with the entry or not at all. Pitfall 7: a server that does not
    /// flush is refused. Without PostgreSQL on this machine it is skipped.
    #[tokio::test]
    async fn a_revision_follows_the_one_before_it() {
        let folder = Folder::make().unwrap();
        let database = match Database::start(folder.path()).await {
            Err(error) if error.starts_with("no PostgreSQL") => return eprintln!("{error}"),
            started => started.unwrap(),
        };
        let store = Postgres::connect(&database.url()).await.unwrap();
        assert_eq!(store.append("c", 0, &line("a")).await, Answer::Stored(1));
        assert_eq!(store.append("c", 0, &line("b")).await, Answer::Conflict);
        assert_eq!(store.append("c", 2, &line("b")).await, Answer::Conflict);
        assert_eq!(store.append("c", 1, &line("b")).await, Answer::Stored(2));
        assert_eq!(store.append("d", 1, &line("b")).await, Answer::Conflict);
        assert_eq!(store.outbox().await.unwrap(), [("c".into(), 4)]);
        let all = [(1, "a".into()), (2, "b".into())];
        assert_eq!(store.read("c", 0, Copy::Any).await.unwrap(), all);
        assert_eq!(store.read("c", 1, Copy::Any).await.unwrap(), all[1..]);
        let client = connect(&database.url()).await.unwrap();
        client.batch_execute("alter system set fsync = off").await.unwrap();
        client.batch_execute("select pg_reload_conf()").await.unwrap();
        sleep(Duration::from_secs(1)).await;
        let refused = Postgres::connect(&database.url()).await.err().unwrap();
        assert!(refused.starts_with("fsync is off"), "{refused}");
    }

    /// Of many who append on one base, one is stored.
    #[tokio::test]
    async fn one_of_many_is_stored() {
        let folder = Folder::make().unwrap();
        let database = match Database::start(folder.path()).await {
            Err(error) if error.starts_with("no PostgreSQL") => return eprintln!("{error}"),
            started => started.unwrap(),
        };
        let mut tasks = tokio::task::JoinSet::new();
        for number in 0..8 {
            let store = Postgres::connect(&database.url()).await.unwrap();
            tasks.spawn(async move {
                let mut stored = 0;
                for base in 0..20 {
                    let answer = store.append("c", base, &line(&number.to_string())).await;
                    stored += u64::from(matches!(answer, Answer::Stored(_)));
                    while store.read("c", base, Copy::Any).await.unwrap().is_empty() {}
                }
                stored
            });
        }
        let all = tasks.join_all().await.into_iter().sum::<u64>();
        assert_eq!(all, 20);
    }
}
