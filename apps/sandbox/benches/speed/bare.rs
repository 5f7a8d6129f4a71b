//! The bare service: axum and the store, and nothing that decides.

use alloc::sync::Arc;
use core::time::Duration;
use std::io::Write as _;
use std::time::Instant;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{patch, post};
use customer_core::endpoint::{AnswerKeyRef, Digest, StoredAnswer};
use sha2::{Digest as _, Sha256};

use crate::Failed;
use crate::clock::Moment;
use crate::load::{CUSTOMERS, id};
use crate::store::{self, Effect, Event, Owned, Row, Store, StoreError, Stored, Tables, Token};

const VENDOR: &str = "adobe";
const TENANT: &str = "dev-client-1";
const TOKEN: &str = "a-token-as-long-as-those-of-the-sandbox-are";

/// What an update of the sandbox stores and sends.
struct Bare {
    store: Arc<dyn Store>,
    record: Row,
    event: Event,
    effects: Vec<Effect>,
    body: String,
    /// Without the lookups that only a sandbox has.
    is_lean: bool,
}

/// Serves until it is killed.
pub(crate) fn serve(seed: &str, name: &str, is_lean: bool) -> Result<(), Failed> {
    let bare = Arc::new(prepare(seed, name, is_lean)?);
    let threads = bare.store.threads();
    let router = Router::new()
        .route("/v3/customers/{id}", patch(update))
        .route("/ims/token/v3", post(|| async { format!(r#"{{"access_token":"{TOKEN}"}}"#) }))
        .route("/_sandbox/adobe/customers", post(|| async { StatusCode::CREATED }))
        .with_state(bare);
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    if let Some(threads) = threads {
        runtime.max_blocking_threads(threads);
    }
    runtime.enable_all().build()?.block_on(async {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
        println!("listening on http://{}", listener.local_addr()?);
        std::io::stdout().flush()?;
        Ok(axum::serve(listener, router).await?)
    })
}

fn deadline() -> Instant {
    let now = Instant::now();
    now.checked_add(Duration::from_secs(10)).unwrap_or(now)
}

/// Takes from a sandbox's store what an update stored, and fills a store of its own.
fn prepare(seed: &str, name: &str, is_lean: bool) -> Result<Bare, Failed> {
    let (first, none) = (id(0), || StoreError::Unreadable("a row"));
    let seed = store::open(seed)?;
    let (record, event, effects) = store::read(&*seed, deadline(), |tables| {
        let record = tables.record(VENDOR, TENANT, &first)?.ok_or_else(none)?;
        let event = tables.events(VENDOR, &first)?.pop().ok_or_else(none)?;
        let span = store::Span { after: i64::MIN, ..store::Span::default() };
        let mut effects = tables.effects(&span)?;
        effects.retain(|effect| effect.revision == event.revision);
        Ok((record, event, effects))
    })?;
    let store = store::open(name)?;
    store::write(&*store, deadline(), |tables| {
        let at = Moment::machine().later(86_400_000);
        let token = Token { client: TENANT.to_owned(), expires: at, purge: at };
        tables.add_token(&Sha256::digest(TOKEN).into(), &token, 10_000)?;
        (0..CUSTOMERS).try_for_each(|number| {
            let key = id(number);
            let owned = Owned { vendor: VENDOR, tenant: TENANT, key: &key };
            tables.insert(&owned, &Row { id: key.clone(), revision: 0, ..record.clone() })
        })
    })?;
    let body = record.document.clone();
    Ok(Bare { store, record, event, effects, body, is_lean })
}

async fn update(
    State(bare): State<Arc<Bare>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<String, StatusCode> {
    let text = |name: &str| {
        let value = headers.get(name).and_then(|value| value.to_str().ok());
        value.map(str::to_owned).ok_or(StatusCode::BAD_REQUEST)
    };
    let (token, correlation, request) =
        (text("authorization")?, text("x-correlation-id")?, text("x-request-id")?);
    let work = move || {
        let job =
            |tables: &dyn Tables| bare.store(tables, &id, [&token, &correlation, &request], &body);
        store::write(&*bare.store, deadline(), job)?;
        Stored::Ok(bare.body.clone())
    };
    let done = tokio::task::spawn_blocking(work).await;
    let done = done.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    done.map_err(|_| StatusCode::SERVICE_UNAVAILABLE)
}

impl Bare {
    /// The rows of an update, in one transaction.
    fn store(
        &self,
        tables: &dyn Tables,
        key: &str,
        [token, correlation, request]: [&str; 3],
        body: &[u8],
    ) -> Stored<()> {
        let none = || StoreError::Unreadable("a row");
        let sent = token.strip_prefix("Bearer ").unwrap_or_default();
        tables.token(&Sha256::digest(sent.as_bytes()).into())?.ok_or_else(none)?;
        let owned = Owned { vendor: VENDOR, tenant: TENANT, key };
        let row = tables.record(VENDOR, TENANT, key)?.ok_or_else(none)?;
        let path = format!("/v3/customers/{key}");
        let answer_key = AnswerKeyRef {
            client: TENANT,
            method: "PATCH",
            path: &path,
            correlation_id: correlation,
        };
        let since = "2020-01-01T00:00:00Z";
        let at = Moment::machine();
        if !self.is_lean {
            tables.settings()?;
            tables.faults(Some(VENDOR))?;
            tables.due(VENDOR, Some(key), at)?;
        }
        let stamp = at.timestamp().ok_or(StoreError::Unreadable("the clock"))?;
        tables.answer(answer_key)?;
        tables.uses_request_id(answer_key, request, since)?;
        tables.update(&owned, row.revision, &self.record.document)?;
        let revision = row.revision.saturating_add(1);
        tables.add_event(&owned, &Event { revision, at, ..self.event.clone() })?;
        for effect in &self.effects {
            let (id, key) = (key.to_owned(), key.to_owned());
            tables.add_effect(&Effect { id, key, revision, at, ..effect.clone() })?;
        }
        let digest = Digest(Sha256::digest(body).into());
        let sent = (200, self.body.clone());
        let request = Some(request.to_owned());
        let answer = StoredAnswer::new(answer_key.into_owned(), request, digest, sent, stamp);
        tables.add_answer(&answer, since)
    }
}
