//! From arguments to a service that listens, and to its end.

use alloc::sync::Arc;
use core::net::SocketAddr;
use std::io;
use std::process::ExitCode;

use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;

use crate::args::Args;
use crate::call::Line;
use crate::config::{Config, Secret};
use crate::crash::Crash;
use crate::failure::Failure;
use crate::journal::Journal;
use crate::knobs::Knobs;
use crate::metrics::Metrics;
use crate::recent::Recent;
use crate::service::{Access, Connections, Service};
use crate::{http, load, log, store, work};

/// The variable that may hold the token of an administrator.
const ADMIN: &str = "SANDBOX_ADMIN_TOKEN";

/// Serves until a signal ends it.
pub(crate) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let config = match &args.config {
        Some(path) => Config::file(path)?,
        None if args.listen.is_loopback() => Config::development()?,
        None => {
            let what = "the built-in tenants are for loopback only";
            return Err(Failure::new(what, "give --config FILE, or leave --listen out"));
        }
    };
    // The last to go: what is logged on the way out is written too.
    let metrics = Metrics::new()
        .map_err(|error| Failure::new(error.to_string(), "please report this bug"))?;
    let logging = log::begin(args.log, metrics.log_lines_dropped());
    let _logging = logging.map_err(|error| failed("the log does not start", &error))?;
    let tenants = args.config.is_none().then(|| introduce(&config));
    let service = Arc::new(service(args, config, metrics)?);
    if let Some(path) = &args.load {
        let placed = load::load(&service, path)?;
        tracing::info!(placed, "records loaded");
    }
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    if let Some(threads) = service.store.threads() {
        runtime.max_blocking_threads(threads);
    }
    let runtime = runtime.enable_all().build();
    let runtime = runtime.map_err(|error| failed("the runtime does not start", &error))?;
    let address = SocketAddr::new(args.listen, args.port);
    let served = runtime.block_on(serve(&service, address, tenants.as_deref()));
    runtime.shutdown_background();
    served?;
    let closed = service.store.close();
    closed.map_err(|error| Failure::new(error.to_string(), "check --store"))?;
    Ok(ExitCode::SUCCESS)
}

fn failed(what: &str, error: &io::Error) -> Failure {
    Failure::new(format!("{what}: {error}"), "try another --listen or --port")
}

/// The token of the environment; a variable that is empty is none.
fn from_environment() -> Result<Option<Secret>, Failure> {
    let set = std::env::var_os(ADMIN).filter(|set| !set.is_empty());
    let token = set.map(|set| Secret::of_admin(set.into_string().unwrap_or_default()));
    let todo = "choose another one, or leave the variable out";
    token.transpose().map_err(|what| Failure::new(format!("{ADMIN}: {what}"), todo))
}

fn service(args: &Args, config: Config, metrics: Metrics) -> Result<Service, Failure> {
    let Config { admin, sandbox, tenants } = config;
    // Each of them will do: whoever knows one of two is not locked out by the other. That of the
    // file comes first, so that all processes with one file make the same form tokens.
    let tokens: Vec<Secret> = admin.token.into_iter().chain(from_environment()?).collect();
    if tokens.is_empty() && !args.listen.is_loopback() {
        let what = "another address than loopback needs an admin token";
        return Err(Failure::new(what, format!("set [admin] token, or {ADMIN}")));
    }
    let start = Knobs::start(&sandbox, &args.policy)
        .map_err(|why| Failure::new(why, "give --policy VENDOR=PRESET"))?;
    let store = store::open(&args.store)
        .map_err(|error| Failure::new(error.to_string(), "give another --store"))?;
    let mut hosts: Vec<String> = admin.hosts.iter().map(|host| host.as_str().to_owned()).collect();
    hosts.push(args.listen.to_string());
    Ok(Service {
        line: Line::of(&store),
        store,
        tenants,
        start,
        recent: Recent::default(),
        journal: Journal::default(),
        metrics,
        connections: Connections::default(),
        crash: Crash::new(args.crash_at),
        access: Access {
            tokens: if args.listen.is_loopback() { Vec::new() } else { tokens },
            hosts,
            faults: args.allow_faults || args.listen.is_loopback(),
        },
    })
}

/// The built-in tenants with their credentials.
fn introduce(config: &Config) -> String {
    let mut lines = String::from("tenants for development:\n");
    let mut line = |text: String| {
        lines.push_str("  ");
        lines.push_str(&text);
        lines.push('\n');
    };
    for client in &config.tenants.adobe.client {
        let resellers: Vec<_> = client.resellers.iter().map(|one| one.id.as_str()).collect();
        let (id, secret) = (&client.id, client.secret.reveal());
        line(format!("adobe      API key {id}, secret {secret}, {}", resellers.join(", ")));
    }
    for user in &config.tenants.ibm.user {
        let (name, password, role) = (&user.name, user.password.reveal(), &user.role);
        let customer = user.customer.as_ref().map(|id| format!(" of customer {id}"));
        let customer = customer.unwrap_or_default();
        line(format!("ibm        {name} / {password}, {role}{customer}, {}", user.vendor));
    }
    for partner in &config.tenants.commvault.partner {
        let tokens: Vec<_> = partner.tokens.iter().map(Secret::reveal).collect();
        line(format!("commvault  token {}, {}", tokens.join(", "), partner.name));
    }
    lines
}

async fn serve(
    service: &Arc<Service>,
    address: SocketAddr,
    tenants: Option<&str>,
) -> Result<(), Failure> {
    let listener = TcpListener::bind(address).await;
    let listener =
        listener.map_err(|error| failed(&format!("can't listen on {address}"), &error))?;
    let address = listener.local_addr().map_err(|error| failed("no address", &error))?;
    let (stop, stopped) = watch::channel(false);
    let signals = |kind| signal(kind).map_err(|error| failed("no signals", &error));
    let (terminate, interrupt) =
        (signals(SignalKind::terminate())?, signals(SignalKind::interrupt())?);
    tokio::spawn(end(terminate, interrupt, stop));
    tokio::spawn(work::run(Arc::clone(service), stopped.clone()));
    // The listener is bound: whoever reads this line can connect.
    announce(address, tenants);
    http::serve(listener, service, stopped).await;
    Ok(())
}

/// The first signal ends the service in good order, the second at once.
async fn end(mut terminate: Signal, mut interrupt: Signal, stop: watch::Sender<bool>) {
    loop {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        if stop.send_replace(true) {
            std::process::exit(1);
        }
    }
}

fn announce(address: SocketAddr, tenants: Option<&str>) {
    let base = format!("http://{address}");
    let text = format!(
        "listening on {base}\n\
         adobe      {base}/v3, tokens {base}/ims/token/v3\n\
         ibm        {base}/api/bss/resource\n\
         commvault  {base}/api/v1/partner\n\
         sandbox    {base}/_sandbox/\n{}",
        tenants.unwrap_or_default()
    );
    // In one piece, so that whoever has read the first line gets the others as well.
    log::say(text, io::stdout());
}
