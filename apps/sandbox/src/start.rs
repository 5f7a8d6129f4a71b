//! From arguments to a service that listens, and to its end.

use alloc::sync::Arc;
use core::net::SocketAddr;
use std::io::{self, IsTerminal as _, Write as _};
use std::process::ExitCode;

use customer_core::vendors;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;
use tracing_subscriber::EnvFilter;

use crate::args::{Args, Log};
use crate::config::{self, Config, Secret, Tenants};
use crate::crash::Crash;
use crate::failure::Failure;
use crate::journal::Journal;
use crate::knobs::Knobs;
use crate::metrics::Metrics;
use crate::recent::Recent;
use crate::service::{Access, Connections, Service};
use crate::vendor::Played as _;
use crate::{http, load, store, work};

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
    log(args.log);
    let service = Arc::new(service(args, config)?);
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
    let served = runtime.block_on(serve(&service, address, args.config.is_none()));
    runtime.shutdown_background();
    served?;
    let closed = service.store.close();
    closed.map_err(|error| Failure::new(error.to_string(), "check --store"))?;
    Ok(ExitCode::SUCCESS)
}

fn failed(what: &str, error: &io::Error) -> Failure {
    Failure::new(format!("{what}: {error}"), "try another --listen or --port")
}

fn log(form: Log) {
    let default = "sandbox=info,warn";
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(default));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    let lines = lines.with_ansi(io::stderr().is_terminal());
    match form {
        Log::Text => lines.init(),
        Log::Json => lines.json().flatten_event(true).with_span_list(false).init(),
    }
}

fn service(args: &Args, config: Config) -> Result<Service, Failure> {
    let Config { admin, sandbox, tenants } = config;
    let from_environment = std::env::var(ADMIN).ok().map(config::admin_token).transpose()?;
    let token: Option<Secret> = from_environment.or(admin.token);
    if token.is_none() && !args.listen.is_loopback() {
        let what = "another address than loopback needs an admin token";
        return Err(Failure::new(what, format!("set [admin] token, or {ADMIN}")));
    }
    let start = Knobs::start(&sandbox, &args.policy)
        .map_err(|why| Failure::new(why, "give --policy VENDOR=PRESET"))?;
    let store = store::open(&args.store)
        .map_err(|error| Failure::new(error.to_string(), "give another --store"))?;
    let metrics = Metrics::new()
        .map_err(|error| Failure::new(error.to_string(), "please report this bug"))?;
    let mut hosts = admin.hosts;
    hosts.push(args.listen.to_string());
    Ok(Service {
        store,
        tenants,
        start,
        recent: Recent::default(),
        journal: Journal::default(),
        metrics,
        connections: Connections::default(),
        crash: Crash::new(args.crash_at),
        access: Access {
            token: token.filter(|_| !args.listen.is_loopback()),
            hosts,
            faults: args.allow_faults || args.listen.is_loopback(),
        },
    })
}

/// Two texts for whoever starts the sandbox, a line for each vendor or tenant: where the vendors'
/// paths begin, and the built-in tenants with their credentials.
fn introduced(address: &str, tenants: &Tenants) -> [String; 2] {
    let (mut paths, mut credentials) = (String::new(), String::new());
    macro_rules! each {
        ($( $(#[$doc:meta])* $Vendor:ident = $module:ident :: $Record:ident, $name:literal; )*) => {
            $(
                paths.push_str(&format!("{:<11}{}\n", $name, vendors::$Vendor::paths(address)));
                for line in vendors::$Vendor::introduce(tenants) {
                    credentials.push_str(&format!("  {:<11}{line}\n", $name));
                }
            )*
        };
    }
    customer_core::for_each_vendor!(each);
    [paths, credentials]
}

async fn serve(
    service: &Arc<Service>,
    address: SocketAddr,
    is_built_in: bool,
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
    announce(service, address, is_built_in);
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

fn announce(service: &Service, address: SocketAddr, is_built_in: bool) {
    let base = format!("http://{address}");
    let [paths, tenants] = introduced(&base, &service.tenants);
    let mut text = format!("listening on {base}\n{paths}sandbox    {base}/_sandbox/\n");
    if is_built_in {
        text.push_str("tenants for development:\n");
        text.push_str(&tenants);
    }
    // In one piece, so that whoever has read the first line gets the others as well. Nobody needs
    // to listen.
    let mut out = io::stdout().lock();
    let _ = out.write_all(text.as_bytes());
    let _ = out.flush();
}
