//! A server of PostgreSQL on this machine: started, killed, paused. It ends with us.

use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::process::{Child, Command};
use tokio::time::sleep;

use crate::postgres::Postgres;
use crate::servers::signal;

/// A server and its data.
pub struct Database {
    programs: PathBuf,
    data: PathBuf,
    port: u16,
    /// Who runs it: the server refuses to be root.
    user: Option<(u32, u32)>,
    child: Option<Child>,
}

/// The number that `id` prints.
fn id(arguments: &[&str]) -> Result<u32, String> {
    let output = std::process::Command::new("id").args(arguments).output();
    let output = output.map_err(|error| format!("id: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    text.parse().map_err(|_| format!("id {arguments:?}: no such user"))
}

/// Where Debian has the programs, the newest version first; or where `PG_BIN` says.
fn programs() -> Result<PathBuf, String> {
    if let Some(folder) = std::env::var_os("PG_BIN") {
        return Ok(folder.into());
    }
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok().map(|entry| entry.path().join("bin")))
        .filter(|folder| folder.join("postgres").is_file())
        .collect();
    found.sort();
    found.pop().ok_or_else(|| "no PostgreSQL: apt-get install postgresql, or set PG_BIN".into())
}

impl Database {
    /// Makes a database in the folder and starts it on loopback.
    pub async fn start(folder: &Path) -> Result<Self, String> {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").map_err(|e| e.to_string())?;
        let port = listener.local_addr().map_err(|error| error.to_string())?.port();
        drop(listener);
        let root = id(&["-u"])? == 0;
        let user =
            if root { Some((id(&["-u", "postgres"])?, id(&["-g", "postgres"])?)) } else { None };
        let data = folder.join("postgres");
        std::fs::create_dir(&data).map_err(|error| error.to_string())?;
        if let Some((user, group)) = user {
            for path in [folder, &data] {
                chown(path, Some(user), Some(group)).map_err(|error| error.to_string())?;
            }
        }
        let mut database = Self { programs: programs()?, data, port, user, child: None };
        let made = database
            .command("initdb")
            .args(["--auth=trust", "--username=postgres", "--encoding=UTF8", "-D"])
            .arg(&database.data)
            .output()
            .await
            .map_err(|error| error.to_string())?;
        if !made.status.success() {
            return Err(format!("initdb: {}", String::from_utf8_lossy(&made.stderr)));
        }
        database.run().await?;
        Postgres::create(&database.url()).await?;
        Ok(database)
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.programs.join(program));
        if let Some((user, group)) = self.user {
            command.uid(user).gid(group);
        }
        command.stdin(Stdio::null()).current_dir("/");
        command
    }

    /// Where clients connect.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// Starts the server, and waits until it answers: after a kill it first reads its log again,
    /// and waits for what is left of the old one.
    pub async fn run(&mut self) -> Result<(), String> {
        let mut last = String::new();
        for _ in 0..100 {
            if self.child.as_mut().is_none_or(|child| !matches!(child.try_wait(), Ok(None))) {
                let mut command = self.command("postgres");
                command.arg("-D").arg(&self.data).args(["-p", &self.port.to_string()]);
                command.args(["-c", "listen_addresses=127.0.0.1"]);
                command.args(["-c", "unix_socket_directories="]);
                command.stdout(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
                self.child = Some(command.spawn().map_err(|error| error.to_string())?);
            }
            sleep(Duration::from_millis(200)).await;
            match Postgres::create(&self.url()).await {
                Ok(()) => return Ok(()),
                Err(error) => last = error,
            }
        }
        Err(format!("PostgreSQL does not start: {last}"))
    }

    /// Kills the server; its own processes notice and end.
    pub async fn kill(&mut self) -> Result<(), String> {
        let child = self.child.take();
        child.ok_or("it does not run")?.kill().await.map_err(|error| error.to_string())
    }

    /// Stops the server with all its processes, one for each connection, or lets it go on.
    pub async fn pause(&self, pause: bool) -> Result<(), String> {
        let id = self.child.as_ref().and_then(Child::id).ok_or("it does not run")?;
        let children = std::fs::read_to_string(format!("/proc/{id}/task/{id}/children"));
        let children = children.map_err(|error| error.to_string())?;
        let ids = children.split_whitespace().filter_map(|id| id.parse().ok());
        // The first of them makes the others: so it is stopped first.
        for id in core::iter::once(id).chain(ids) {
            signal(id, pause).await?;
        }
        Ok(())
    }
}
