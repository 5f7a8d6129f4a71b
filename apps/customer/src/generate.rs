//! What `clap` generates: completion scripts and manual pages.

use std::io::Write as _;
use std::process::ExitCode;

use clap::CommandFactory as _;
use clap_complete::{Generator as _, Shell};

use crate::args::Args;
use crate::failure::Failure;
use crate::text::visible;

/// Writes the completion script for `shell`.
pub(crate) fn completions(shell: Shell) -> Result<ExitCode, Failure> {
    let mut command = Args::command();
    command.set_bin_name("customer");
    command.build();
    let mut script = Vec::new();
    shell.try_generate(&command, &mut script).map_err(|error| Failure::output(&error))?;
    write(&script)
}

/// Writes the manual page of the program, or of one of its commands.
pub(crate) fn man(name: Option<&str>) -> Result<ExitCode, Failure> {
    let mut command = Args::command();
    command.build();
    let page = match name {
        None => command,
        Some(name) => {
            let Some(found) = command.find_subcommand(name) else {
                let what = format!("there is no command `{}`", visible(name));
                return Err(Failure::new(what, "`customer help` lists the commands"));
            };
            found.clone()
        }
    };
    let mut text = Vec::new();
    clap_mangen::Man::new(page).render(&mut text).map_err(|error| Failure::output(&error))?;
    write(&text)
}

/// Writes to standard output as it is.
fn write(bytes: &[u8]) -> Result<ExitCode, Failure> {
    let mut out = std::io::stdout().lock();
    out.write_all(bytes).and_then(|()| out.flush()).map_err(|error| Failure::output(&error))?;
    Ok(ExitCode::SUCCESS)
}
