//! A hello-world service, and the same with one vendor's update behind its only route.

use std::error::Error;

use axum::Router;
use axum::routing::post;

/// The record of the body's first line after the update of its second.
fn updated(body: &str) -> Result<String, Box<dyn Error + Send + Sync>> {
    #[cfg(feature = "adobe")]
    {
        use customer_core::adobe::{Customer, Facts, Policy, Update, decide, evolve};
        let (record, update) = body.split_once('\n').ok_or("two lines")?;
        let mut record = Customer::from_json(record)?;
        let facts = Facts::unknown(Policy::documented());
        let decision = decide(&record, &Update::from_json(update)?.into(), &facts)?;
        evolve(&mut record, &decision)?;
        return Ok(record.to_json());
    }
    #[cfg(feature = "ibm")]
    {
        use customer_core::ibm::{Customer, Facts, Policy, Update, decide, evolve};
        let (record, update) = body.split_once('\n').ok_or("two lines")?;
        let mut record = Customer::from_json(record)?;
        let facts = Facts::unknown(Policy::documented());
        let decision = decide(&record, &Update::from_json(update)?.into(), &facts)?;
        evolve(&mut record, &decision)?;
        return Ok(record.to_json());
    }
    #[cfg(feature = "commvault")]
    {
        use customer_core::commvault::{Account, Facts, Policy, Update, decide, evolve};
        let (record, update) = body.split_once('\n').ok_or("two lines")?;
        let mut record = Account::from_json(record)?;
        let facts = Facts::unknown(Policy::documented());
        let decision = decide(&record, &Update::from_json(update)?.into(), &facts)?;
        evolve(&mut record, &decision)?;
        return Ok(record.to_json());
    }
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
