//! Three servers of NATS on this machine: started, killed, paused, cut apart. They end with us.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::process::{Child, Command};
use tokio::time::sleep;

use crate::jetstream::JetStream;
use crate::network::Network;

/// How many.
const SERVERS: usize = 3;

/// When the servers flush what they have stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Sync {
    /// Before it is acknowledged: what a source of truth wants.
    Always,
    /// Every two minutes, the default of JetStream: the loss of power on a majority at once loses
    /// what was acknowledged.
    Default,
}

/// Servers that have one stream.
pub struct Servers {
    binary: PathBuf,
    old: bool,
    running: Vec<Running>,
    /// The hosts that they are on, if they can be cut apart.
    network: Option<Network>,
}

struct Running {
    name: String,
    url: String,
    config: PathBuf,
    child: Option<Child>,
}

/// A port of loopback that is free now.
fn free_port() -> Result<u16, String> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
    listener.local_addr().map(|address| address.port()).map_err(|error| error.to_string())
}

/// Whether a server flushes as it is told: 2.9 does not know how.
fn config(
    name: &str,
    folder: &Path,
    (host, client, route): (&str, u16, u16),
    routes: &str,
    sync: Option<Sync>,
) -> String {
    let sync = if sync == Some(Sync::Always) { "sync_interval: always\n" } else { "" };
    format!(
        "server_name: {name}\n\
         listen: \"{host}:{client}\"\n\
         jetstream {{\n  store_dir: \"{}\"\n  {sync}}}\n\
         cluster {{\n  name: customers\n  listen: \"{host}:{route}\"\n  routes: [{routes}]\n}}\n",
        folder.join(name).display()
    )
}

impl Servers {
    /// Starts them, on loopback or each on a host of its own, and waits until they have the stream.
    pub async fn start(
        binary: &Path,
        folder: &Path,
        sync: Sync,
        old: bool,
        network: Option<Network>,
    ) -> Result<Self, String> {
        let mut places = Vec::new();
        for number in 0..SERVERS {
            places.push(match &network {
                Some(network) => (network.address(number), 4222, 6222),
                None => ("127.0.0.1".to_owned(), free_port()?, free_port()?),
            });
        }
        let route = |(host, _, port): &(String, u16, u16)| format!("\"nats://{host}:{port}\"");
        let routes = places.iter().map(route).collect::<Vec<_>>().join(", ");
        let mut running = Vec::new();
        for (number, (host, client, port)) in places.iter().enumerate() {
            let name = format!("n{}", number + 1);
            let place = (host.as_str(), *client, *port);
            let text = config(&name, folder, place, &routes, (!old).then_some(sync));
            let config = folder.join(format!("{name}.conf"));
            std::fs::write(&config, text).map_err(|error| error.to_string())?;
            let url = format!("nats://{host}:{client}");
            running.push(Running { name, url, config, child: None });
        }
        let mut servers = Self { binary: binary.to_path_buf(), old, running, network };
        for number in 0..SERVERS {
            servers.run(number)?;
        }
        servers.connect().await?.create(SERVERS).await?;
        Ok(servers)
    }

    /// Where clients connect.
    pub fn urls(&self) -> Vec<String> {
        self.running.iter().map(|one| one.url.clone()).collect()
    }

    /// The names of the servers.
    pub fn names(&self) -> Vec<String> {
        self.running.iter().map(|one| one.name.clone()).collect()
    }

    /// A connection for whoever steers.
    pub async fn connect(&self) -> Result<JetStream, String> {
        JetStream::connect(&self.urls(), self.old).await
    }

    /// The number of the server that leads.
    pub async fn leader(&self) -> Result<usize, String> {
        let steering = self.connect().await?;
        let mut last = String::new();
        for _ in 0..100 {
            match steering.leader().await {
                Ok(name) => {
                    let found = self.running.iter().position(|one| one.name == name);
                    return found.ok_or_else(|| format!("{name} is none of ours"));
                }
                Err(error) => last = error,
            }
            sleep(Duration::from_millis(200)).await;
        }
        Err(last)
    }

    /// Starts a server.
    pub fn run(&mut self, number: usize) -> Result<(), String> {
        let one = self.running.get_mut(number).ok_or("no such server")?;
        let mut command = match &self.network {
            Some(network) => network.command(number, &self.binary),
            None => Command::new(&self.binary),
        };
        let log = std::fs::File::options()
            .create(true)
            .append(true)
            .open(one.config.with_extension("log"))
            .map_err(|error| error.to_string())?;
        let child = command
            .arg("--config")
            .arg(&one.config)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .kill_on_drop(true)
            .spawn();
        one.child = Some(child.map_err(|error| format!("{}: {error}", self.binary.display()))?);
        Ok(())
    }

    /// Kills a server as a loss of power of the process would: it has no time to write anything.
    pub async fn kill(&mut self, number: usize) -> Result<(), String> {
        let child = self.running.get_mut(number).and_then(|one| one.child.take());
        child.ok_or("no such server")?.kill().await.map_err(|error| error.to_string())
    }

    /// Stops a server in the middle of what it does, or lets it go on.
    pub async fn pause(&self, number: usize, pause: bool) -> Result<(), String> {
        let child = self.running.get(number).and_then(|one| one.child.as_ref());
        signal(child.and_then(Child::id).ok_or("no such server")?, pause).await
    }

    /// Cuts a server from the others, or joins it again; clients reach all of them.
    pub async fn cut(&self, number: usize, cut: bool) -> Result<(), String> {
        self.network.as_ref().ok_or("no hosts")?.cut(number, SERVERS, cut).await
    }

    /// A number that is not this one.
    pub const fn other(number: usize) -> usize {
        (number + 1) % SERVERS
    }

    /// How many there are.
    pub const fn count(&self) -> usize {
        SERVERS
    }
}

/// Stops a process in the middle of what it does, or lets it go on.
pub async fn signal(id: u32, pause: bool) -> Result<(), String> {
    let signal = if pause { "-STOP" } else { "-CONT" };
    let status = Command::new("kill").arg(signal).arg(id.to_string()).status().await;
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("kill {signal}: {status}")),
        Err(error) => Err(format!("kill: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pitfall 7: the default is to flush before it is acknowledged.
    #[test]
    fn what_is_acknowledged_is_flushed() {
        let of = |sync| config("n1", Path::new("f"), ("127.0.0.1", 1, 2), "", sync);
        assert!(of(Some(Sync::Always)).contains("sync_interval: always"));
        assert!(!of(Some(Sync::Default)).contains("sync_interval"));
    }
}
