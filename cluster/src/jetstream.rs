//! NATS JetStream: one stream, a subject for each customer, "expected last sequence" of a subject.

use std::time::Duration;

use async_nats::header::{HeaderMap, NATS_EXPECTED_LAST_SUBJECT_SEQUENCE};
use async_nats::jetstream::consumer::pull::OrderedConfig;
use async_nats::jetstream::message::StreamMessage;
use async_nats::jetstream::stream::{Config, DirectGetErrorKind, RawMessageErrorKind, Stream};
use async_nats::jetstream::{self, Context};
use async_nats::{Client, ConnectOptions, RequestErrorKind};
use futures_util::{StreamExt as _, TryStreamExt as _};
use serde::Deserialize;

use crate::engine::{Answer, Copy, Engine, Line};
use crate::random::hash;
use crate::workload;

/// The name of the stream.
pub const STREAM: &str = "CUSTOMERS";

/// Logical partitions. More than are needed, so that they can be spread later without new names.
pub const PARTITIONS: u64 = 256;

/// The oldest server: 2.9 loses updates without a word, and 2.10 has done so.
pub const OLDEST: (u64, u64) = (2, 11);

/// "Wrong last sequence", in two ways: as the stream has it, and as the leader has it in flight.
/// Clients that match names know only the first.
const CONFLICTS: [u64; 2] = [10_071, 10_164];

/// How long an answer is waited for.
const TIMEOUT: Duration = Duration::from_secs(3);

/// How many requests of a verification are in flight.
const READERS: usize = 256;

/// A connection.
#[derive(Clone)]
pub struct JetStream {
    client: Client,
    context: Context,
    stream: Stream<()>,
}

/// Whether a server is new enough.
pub fn is_new_enough(version: &str) -> bool {
    let mut parts = version.trim_start_matches('v').split('.').map(|part| part.parse().ok());
    let (major, minor) = (parts.next().flatten(), parts.next().flatten());
    major.zip(minor).is_some_and(|version: (u64, u64)| version >= OLDEST)
}

/// What a stream of logs must be: nothing in it is ever dropped.
pub fn config(replicas: usize) -> Config {
    Config {
        name: STREAM.into(),
        subjects: vec!["cust.>".into()],
        num_replicas: replicas,
        // No limit: one for each subject would drop the oldest decisions silently.
        max_messages_per_subject: -1,
        max_messages: -1,
        max_bytes: -1,
        deny_delete: true,
        deny_purge: true,
        allow_direct: true,
        ..Config::default()
    }
}

/// The subject of a customer. Ids of vendors may hold dots, blanks and wildcards: so, hex.
pub fn subject(customer: &str) -> String {
    let hex: String = customer.bytes().map(|byte| format!("{byte:02x}")).collect();
    let vendor = workload::vendor(customer);
    format!("cust.{}.{vendor}.x{hex}", hash(customer.as_bytes()) % PARTITIONS)
}

/// The customer of a subject.
pub fn customer(subject: &str) -> Option<String> {
    let hex = subject.rsplit('.').next()?.strip_prefix('x')?;
    let digits = hex.as_bytes().chunks(2).map(|two| {
        let two = core::str::from_utf8(two).ok().filter(|two| two.len() == 2)?;
        u8::from_str_radix(two, 16).ok()
    });
    String::from_utf8(digits.collect::<Option<_>>()?).ok()
}

/// The answer to a publish.
#[derive(Deserialize)]
struct Published {
    seq: Option<u64>,
    error: Option<Refused>,
}

#[derive(Deserialize)]
struct Refused {
    #[serde(default)]
    err_code: u64,
    #[serde(default)]
    description: String,
}

/// What a reply to a publish means. Only a sequence is an acknowledgement.
pub fn answer(reply: &[u8]) -> Answer {
    match serde_json::from_slice(reply) {
        Ok(Published { error: Some(error), .. }) if CONFLICTS.contains(&error.err_code) => {
            Answer::Conflict
        }
        Ok(Published { error: Some(error), .. }) => {
            Answer::Unclear(format!("{} ({})", error.description, error.err_code))
        }
        Ok(Published { seq: Some(at), error: None }) if at > 0 => Answer::Stored(at),
        _ => Answer::Unclear("a reply that is none of JetStream".into()),
    }
}

/// What is sent with an entry: where its subject must end. No message id: with one, a resend after
/// a refusal can be acknowledged as a duplicate although nothing was stored.
fn headers(position: u64) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(NATS_EXPECTED_LAST_SUBJECT_SEQUENCE, position.to_string());
    headers
}

impl JetStream {
    /// Connects; refuses a server that is too old, unless it is asked for.
    pub async fn connect(servers: &[String], old: bool) -> Result<Self, String> {
        let options = ConnectOptions::new()
            .request_timeout(Some(TIMEOUT))
            .connection_timeout(TIMEOUT)
            .retry_on_initial_connect()
            .max_reconnects(None)
            .reconnect_delay_callback(|_| Duration::from_millis(200));
        let client = options.connect(servers).await.map_err(|error| error.to_string())?;
        client.flush().await.map_err(|error| error.to_string())?;
        let version = client.server_info().version;
        if !is_new_enough(&version) && !old {
            let (major, minor) = OLDEST;
            return Err(format!(
                "the server is nats-server {version}, which has lost updates without a word; \
                 {major}.{minor} or newer is needed"
            ));
        }
        let context = jetstream::new(client.clone());
        let stream = context.get_stream_no_info(STREAM).await.map_err(|e| e.to_string())?;
        Ok(Self { client, context, stream })
    }

    /// Makes the stream, or waits until it has a leader.
    pub async fn create(&self, replicas: usize) -> Result<(), String> {
        let mut last = String::new();
        for _ in 0..150 {
            match self.context.get_or_create_stream(config(replicas)).await {
                Ok(_) => return Ok(()),
                Err(error) => last = error.to_string(),
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        Err(last)
    }

    /// The server that leads the stream.
    pub async fn leader(&self) -> Result<String, String> {
        let info = self.stream.get_info().await.map_err(|error| error.to_string())?;
        info.cluster.and_then(|cluster| cluster.leader).ok_or_else(|| "no leader".into())
    }

    /// Moves the leader to a server: what is read afterwards by
    /// [`read_leader`](Self::read_leader) is its copy.
    pub async fn lead(&self, server: &str) -> Result<(), String> {
        let mut last = String::new();
        for _ in 0..100 {
            match self.leader().await {
                Ok(leader) if leader == server => return Ok(()),
                Ok(_) => {
                    let wish = format!(r#"{{"placement":{{"preferred":"{server}"}}}}"#);
                    let subject = format!("$JS.API.STREAM.LEADER.STEPDOWN.{STREAM}");
                    if let Err(error) = self.client.request(subject, wish.into()).await {
                        last = error.to_string();
                    }
                }
                Err(error) => last = error,
            }
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
        Err(format!("{server} did not become the leader: {last}"))
    }

    /// The last sequence, as the leader has it.
    async fn last(&self) -> Result<u64, String> {
        let info = self.stream.get_info().await.map_err(|error| error.to_string())?;
        Ok(info.state.last_sequence)
    }

    /// The next message of a subject, if there is one.
    async fn next(
        &self,
        subject: &str,
        sequence: u64,
        copy: Copy,
    ) -> Result<Option<StreamMessage>, String> {
        if copy == Copy::Any {
            return match self.stream.direct_get_next_for_subject(subject, Some(sequence)).await {
                Ok(message) => Ok(Some(message)),
                Err(error) if error.kind() == DirectGetErrorKind::NotFound => Ok(None),
                Err(error) => Err(error.to_string()),
            };
        }
        let builder = self.stream.raw_message_builder();
        match builder.sequence(sequence).next_by_subject(subject).send().await {
            Ok(message) => Ok(Some(message)),
            Err(error) if error.kind() == RawMessageErrorKind::NoMessageFound => Ok(None),
            Err(error) => Err(error.to_string()),
        }
    }

    /// Every entry, from the copy of the server that leads and from no other.
    pub async fn read_leader(&self) -> Result<Vec<(String, String)>, String> {
        let last = self.last().await?;
        let all = futures_util::stream::iter(1..=last).map(|sequence| self.get(sequence));
        all.buffered(READERS).try_collect().await
    }

    /// One entry of the leader's copy: tried again while there is no leader.
    async fn get(&self, sequence: u64) -> Result<(String, String), String> {
        let mut last = String::new();
        for _ in 0..50 {
            match self.stream.get_raw_message(sequence).await {
                Ok(message) => return read(&message.subject, &message.payload),
                Err(error) => last = error.to_string(),
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        Err(format!("sequence {sequence}: {last}"))
    }
}

/// Customer and entry of a message.
fn read(subject: &str, payload: &[u8]) -> Result<(String, String), String> {
    let customer = customer(subject).ok_or("a subject of somebody else")?;
    let entry = String::from_utf8(payload.to_vec()).map_err(|error| error.to_string())?;
    Ok((customer, entry))
}

impl Engine for JetStream {
    async fn append(&self, customer: &str, position: u64, line: &Line) -> Answer {
        let payload = line.entry.clone().into();
        let headers = headers(position);
        match self.client.request_with_headers(subject(customer), headers, payload).await {
            Ok(reply) => answer(&reply.payload),
            Err(error) => {
                if error.kind() == RequestErrorKind::TimedOut {
                    // A dead route looks like a slow one. Another server may have another route.
                    let _ = self.client.force_reconnect().await;
                }
                Answer::Unclear(error.to_string())
            }
        }
    }

    async fn read(
        &self,
        customer: &str,
        position: u64,
        copy: Copy,
    ) -> Result<Vec<(u64, String)>, String> {
        let subject = subject(customer);
        let mut found = Vec::new();
        let mut next = position + 1;
        while let Some(message) = self.next(&subject, next, copy).await? {
            let entry = String::from_utf8(message.payload.to_vec());
            found.push((message.sequence, entry.map_err(|error| error.to_string())?));
            next = message.sequence + 1;
        }
        Ok(found)
    }

    async fn read_all(&self) -> Result<Vec<(String, String)>, String> {
        let last = self.last().await?;
        let mut found = Vec::new();
        if last == 0 {
            return Ok(found);
        }
        let consumer = self.stream.create_consumer(OrderedConfig::default()).await;
        let messages = consumer.map_err(|error| error.to_string())?.messages().await;
        let mut messages = messages.map_err(|error| error.to_string())?;
        while let Some(message) = messages.next().await {
            let message = message.map_err(|error| error.to_string())?;
            let sequence = message.info().map_err(|error| error.to_string())?.stream_sequence;
            found.push(read(&message.subject, &message.payload)?);
            if sequence >= last {
                break;
            }
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pitfall 1: a conflict has two faces.
    #[test]
    fn both_numbers_are_conflicts() {
        for code in [10_071, 10_164] {
            let reply =
                format!(r#"{{"error":{{"code":400,"err_code":{code},"description":"x"}}}}"#);
            assert_eq!(answer(reply.as_bytes()), Answer::Conflict);
        }
    }

    /// Pitfall 3: everything but a sequence and a conflict is unclear, never refused.
    #[test]
    fn whatever_else_is_unclear() {
        let unavailable = r#"{"error":{"code":503,"err_code":10008,"description":"x"}}"#;
        let both = r#"{"seq":7,"error":{"code":500}}"#;
        for reply in [unavailable, both, "{}", r#"{"seq":0}"#, "", "+OK"] {
            assert!(matches!(answer(reply.as_bytes()), Answer::Unclear(_)), "{reply}");
        }
        assert_eq!(answer(br#"{"stream":"CUSTOMERS","seq":7}"#), Answer::Stored(7));
    }

    /// Pitfall 4: no message id.
    #[test]
    fn an_entry_has_no_message_id() {
        let headers = headers(7);
        assert_eq!(headers.iter().count(), 1);
        let position = headers.get(NATS_EXPECTED_LAST_SUBJECT_SEQUENCE);
        assert_eq!(position.map(|value| value.as_str()), Some("7"));
    }

    /// Pitfall 8: an old server is refused, and the stream drops nothing.
    #[test]
    fn old_servers_are_refused_and_nothing_is_dropped() {
        for old in ["2.9.10", "2.10.27", "1.99.0", "", "two"] {
            assert!(!is_new_enough(old), "{old}");
        }
        for new in ["2.11.0", "2.15.1", "v2.12.0-RC.1", "3.0.0"] {
            assert!(is_new_enough(new), "{new}");
        }
        let config = config(3);
        assert!(config.deny_delete && config.deny_purge);
        let limits = [config.max_messages_per_subject, config.max_messages, config.max_bytes];
        assert_eq!((limits, config.max_age), ([-1; 3], Duration::ZERO));
    }

    /// Ids of vendors may hold dots, blanks and wildcards.
    #[test]
    fn every_id_has_a_subject() {
        for id in ["c1", "a.b c", "*", ">", "é", ""] {
            let subject = subject(id);
            assert!(subject.split('.').count() == 4 && !subject.contains(['*', '>', ' ']));
            assert_eq!(customer(&subject).as_deref(), Some(id));
        }
        assert_eq!(customer("cust.1.adobe.x6x"), None);
    }
}
