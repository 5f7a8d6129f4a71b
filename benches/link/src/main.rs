//! A hello-world service, and the same with one vendor's update behind its only route.

use std::error::Error;

use axum::Router;
use axum::routing::post;

/// The record of the body's first line after the update of its second.
#[allow(unused_macros, reason = "the contract alone has no vendor of its own")]
macro_rules! updated {
    ($vendor:ident :: $Record:ident, $body:expr) => {{
        use customer_core::$vendor::{Facts, Policy, Update, decide, evolve, $Record};
        let (record, update) = $body.split_once('\n').ok_or("two lines")?;
        let mut record = $Record::from_json(record)?;
        let facts = Facts::unknown(Policy::documented());
        let decision = decide(&record, &Update::from_json(update)?.into(), &facts)?;
        evolve(&mut record, &decision)?;
        return Ok(record.to_json());
    }};
}

/// What the one route answers: the body itself, where no vendor is linked.
fn updated(body: &str) -> Result<String, Box<dyn Error + Send + Sync>> {
    #[cfg(feature = "adobe")]
    updated!(adobe::Customer, body);
    #[cfg(feature = "ibm")]
    updated!(ibm::Customer, body);
    #[cfg(feature = "commvault")]
    updated!(commvault::Account, body);
    #[cfg(feature = "contract")]
    return Ok(customer_core::contract::apply(body));
    #[allow(unreachable_code)]
    Ok(body.to_owned())
}

async fn update(body: String) -> String {
    updated(&body).unwrap_or_else(|error| error.to_string())
}

fn main() -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_io().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        println!("{}", listener.local_addr()?);
        axum::serve(listener, Router::new().route("/", post(update))).await?;
        Ok(())
    })
}
