//! Hosts of our own: a network namespace for each server, and one bridge. Needs root and `ip`.

use std::path::Path;

use tokio::process::Command;

/// The hosts. They go with us.
pub struct Network {
    /// What their names begin with.
    prefix: String,
    hosts: usize,
}

/// The network that they are on; private, and hopefully nobody else's.
const NET: &str = "10.231.77";

async fn ip(arguments: &str) -> Result<(), String> {
    let output = Command::new("ip").args(arguments.split(' ')).output().await;
    let output = output.map_err(|error| format!("ip: {error}"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    if output.status.success() { Ok(()) } else { Err(format!("ip {arguments}: {said}")) }
}

impl Network {
    /// Makes the hosts; an error where that is not allowed.
    pub async fn make(hosts: usize) -> Result<Self, String> {
        let prefix = format!("cc{}", std::process::id() % 100_000);
        let network = Self { prefix, hosts };
        let prefix = &network.prefix;
        ip(&format!("link add {prefix}b type bridge")).await?;
        ip(&format!("addr add {NET}.254/24 dev {prefix}b")).await?;
        ip(&format!("link set {prefix}b up")).await?;
        for host in 0..hosts {
            let name = network.name(host);
            ip(&format!("netns add {name}")).await?;
            ip(&format!("link add {prefix}v{host} type veth peer name eth0 netns {name}")).await?;
            ip(&format!("link set {prefix}v{host} master {prefix}b up")).await?;
            let address = network.address(host);
            ip(&format!("-n {name} addr add {address}/24 dev eth0")).await?;
            ip(&format!("-n {name} link set eth0 up")).await?;
            ip(&format!("-n {name} link set lo up")).await?;
        }
        Ok(network)
    }

    fn name(&self, host: usize) -> String {
        format!("{}h{host}", self.prefix)
    }

    /// The address of a host.
    pub fn address(&self, host: usize) -> String {
        format!("{NET}.{}", host + 1)
    }

    /// Runs a program on a host.
    pub fn command(&self, host: usize, program: &Path) -> Command {
        let mut command = Command::new("ip");
        // `ip netns exec` becomes the program: its id is the one that is killed.
        command.args(["netns", "exec", &self.name(host)]).arg(program);
        command
    }

    /// Cuts a host from the other servers in both directions, or joins it again.
    pub async fn cut(&self, host: usize, hosts: usize, cut: bool) -> Result<(), String> {
        let verb = if cut { "add" } else { "del" };
        for other in (0..hosts).filter(|other| *other != host) {
            for (from, to) in [(host, other), (other, host)] {
                let (name, address) = (self.name(from), self.address(to));
                ip(&format!("-n {name} route {verb} blackhole {address}/32")).await?;
            }
        }
        Ok(())
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        let ip = |arguments: &[&str]| {
            // What is not there can't be removed, and nobody is left to be told.
            let _ = std::process::Command::new("ip").args(arguments).output();
        };
        for host in 0..self.hosts {
            ip(&["netns", "del", &self.name(host)]);
            ip(&["link", "del", &format!("{}v{host}", self.prefix)]);
        }
        ip(&["link", "del", &format!("{}b", self.prefix)]);
    }
}
