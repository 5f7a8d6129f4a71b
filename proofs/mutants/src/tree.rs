//! A copy of the repository to work on, and cargo in it.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};
use serde::{Deserialize, Serialize};

use crate::list::Mutant;
use crate::weave::{Woven, weave};

/// The switch, as a module of the copy.
const SWITCH: &str = include_str!("switched.rs");

/// The name of the library: its unit tests are called so.
const LIBRARY: &str = "customer_core";

pub struct Tree {
    root: PathBuf,
    target: PathBuf,
    /// The sources that have mutants, as they are.
    plain: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Line {
    message: Option<Message>,
    executable: Option<PathBuf>,
    target: Option<Target>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
}

#[derive(Deserialize)]
struct Message {
    level: String,
    message: String,
    code: Option<Code>,
    spans: Vec<Span>,
    rendered: Option<String>,
}

#[derive(Deserialize)]
struct Code {
    code: String,
}

#[derive(Deserialize)]
struct Span {
    file_name: String,
    byte_start: usize,
    byte_end: usize,
    is_primary: bool,
}

/// What was found out when last built: to find it again takes as long as to build.
#[derive(Default, Serialize, Deserialize)]
struct Last {
    /// Of the sources and the mutants.
    hash: u64,
    constant: BTreeSet<String>,
    unviable: BTreeSet<usize>,
    dropped: BTreeSet<usize>,
}

struct Built {
    errors: Vec<Message>,
    /// Test binaries by name.
    binaries: BTreeMap<String, PathBuf>,
}

/// What became of the mutants that were to be switched.
pub struct Outcome {
    pub switched: BTreeSet<usize>,
    pub unviable: BTreeSet<usize>,
    pub binaries: BTreeMap<String, PathBuf>,
}

impl Tree {
    /// Copies what git knows (and what it would add); files that are the same stay untouched.
    pub fn copy(from: &Path, to: &Path, mutants: &[Mutant]) -> Result<Self> {
        let listed = Command::new("git")
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            .current_dir(from)
            .output()?;
        ensure!(listed.status.success(), "git ls-files");
        let names = String::from_utf8(listed.stdout)?;
        let mut plain = BTreeMap::new();
        for mutant in mutants {
            if !plain.contains_key(&mutant.file) {
                let text = std::fs::read_to_string(from.join(&mutant.file))?;
                plain.insert(mutant.file.clone(), text);
            }
        }
        // What has mutants is written with its switches.
        let is_copied = |name: &&str| !plain.contains_key(*name) && from.join(name).is_file();
        for name in names.split_terminator('\0').filter(is_copied) {
            let mut content = std::fs::read(from.join(name))?;
            match name {
                // A workspace of its own wherever it lies, without lints: they are not the question.
                "Cargo.toml" => {
                    let text = String::from_utf8(content)?;
                    content = text.replace("= \"deny\"", "= \"allow\"").into();
                }
                "src/lib.rs" => {
                    content.extend(b"\nextern crate std as for_the_switch;\nmod switched;\n");
                }
                _ => {}
            }
            write(&to.join(name), &content)?;
        }
        // What was copied once and is gone by now would be compiled.
        let (target, copied) = (to.with_extension("target"), to.with_extension("files"));
        let last = std::fs::read_to_string(&copied).unwrap_or_default();
        for name in last.lines().filter(|name| !from.join(name).is_file()) {
            let _ = std::fs::remove_file(to.join(name));
        }
        write(&copied, names.replace('\0', "\n").as_bytes())?;
        Ok(Self { root: to.to_owned(), target, plain })
    }

    fn cargo(&self, args: &[&str]) -> Result<Built> {
        let output = Command::new("cargo")
            .args(args)
            .args(["--profile=mutants", "--message-format=json", "--offline"])
            // A switch costs a call without: built once, run thousands of times.
            .args(["--config=profile.mutants.opt-level=1"])
            .env("CARGO_TARGET_DIR", &self.target)
            .current_dir(&self.root)
            .stderr(Stdio::piped())
            .output()?;
        let text = String::from_utf8(output.stdout)?;
        let lines: Vec<Line> = text.lines().filter_map(|l| serde_json::from_str(l).ok()).collect();
        let mut built = Built { errors: Vec::new(), binaries: BTreeMap::new() };
        for line in lines {
            built.errors.extend(line.message.filter(|message| message.level == "error"));
            if let (Some(target), Some(path)) = (line.target, line.executable) {
                built.binaries.insert(target.name, path);
            }
        }
        if !output.status.success() && built.errors.is_empty() {
            bail!("cargo {}: {}", args.join(" "), String::from_utf8_lossy(&output.stderr));
        }
        Ok(built)
    }

    fn check(&self) -> Result<Built> {
        self.cargo(&["check", "--package=customer-core", "--lib", "--all-features"])
    }

    fn build(&self, tests: &[&str]) -> Result<Built> {
        self.cargo(&[&["test", "--package=customer-core", "--no-run"], tests].concat())
    }

    /// One test binary by its name; none if it does not compile.
    pub fn test(&self, name: &str) -> Result<Option<PathBuf>> {
        let mut built = match name {
            LIBRARY => self.build(&["--lib"])?,
            _ => self.build(&[&format!("--test={name}")])?,
        };
        Ok(built.binaries.remove(name).filter(|_| built.errors.is_empty()))
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    fn hash(&self, mutants: &[Mutant]) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.plain.hash(&mut hasher);
        mutants.iter().for_each(|mutant| mutant.name.hash(&mut hasher));
        hasher.finish()
    }

    /// Writes all sources with as many switches as compile.
    pub fn switch(&self, mutants: &[Mutant], ids: &[usize]) -> Result<Outcome> {
        let count = mutants.len().to_string();
        write(&self.root.join("src/switched.rs"), SWITCH.replace("COUNT", &count).as_bytes())?;
        let mut wanted: BTreeSet<usize> = ids.iter().copied().collect();
        let known = self.target.join("last.json");
        let mut last: Last = std::fs::read(&known)
            .ok()
            .and_then(|text| serde_json::from_slice(&text).ok())
            .unwrap_or_default();
        let hash = self.hash(mutants);
        if last.hash != hash {
            last = Last { hash, constant: last.constant, ..Last::default() };
        }
        wanted.retain(|id| !last.unviable.contains(id) && !last.dropped.contains(id));
        for round in 1..=40 {
            let mut files = BTreeMap::new();
            for (file, text) in &self.plain {
                let ids = wanted.iter().copied().filter(|id| mutants[*id].file == *file).collect();
                let woven = weave(text, mutants, &ids, &last.constant)?;
                write(&self.root.join(file), woven.text.as_bytes())?;
                files.insert(file.clone(), woven);
            }
            let mut built = self.check()?;
            if built.errors.is_empty() {
                built = self.build(&["--lib", "--tests"])?;
            }
            let errors = built.errors;
            eprintln!("round {round}: {} switches, {} errors", wanted.len(), errors.len());
            if errors.is_empty() {
                write(&known, &serde_json::to_vec(&last)?)?;
                let switched = files.values().flat_map(|woven| woven.switched.clone()).collect();
                let (unviable, binaries) = (last.unviable, built.binaries);
                return Ok(Outcome { switched, unviable, binaries });
            }
            // Some errors name the mutant only beside the place where they come to light.
            let mut blame = |main| {
                let blamed = errors.iter().map(|e| last.blame(e, main, &files, &mut wanted));
                blamed.filter(|progress| *progress).count() > 0
            };
            if !blame(true) && !blame(false) {
                let first = errors.into_iter().find_map(|e| e.rendered).unwrap_or_default();
                bail!("no mutant is to blame for\n{first}");
            }
        }
        bail!("the switches do not compile")
    }

    /// Writes plain sources, but for one mutant.
    pub fn single(&self, mutant: &Mutant) -> Result<()> {
        for (file, text) in &self.plain {
            let mut text = text.clone();
            if *file == mutant.file {
                text.replace_range(mutant.span.clone(), &format!(" {} ", mutant.replacement));
            }
            write(&self.root.join(file), text.as_bytes())?;
        }
        Ok(())
    }

    pub fn compiles(&self) -> Result<bool> {
        Ok(self.check()?.errors.is_empty())
    }
}

impl Last {
    /// Takes away the mutants that an error comes from, looking at its main places or at the
    /// others; false if there is none.
    fn blame(
        &mut self,
        error: &Message,
        main: bool,
        files: &BTreeMap<String, Woven>,
        wanted: &mut BTreeSet<usize>,
    ) -> bool {
        let mut progress = false;
        if error.code.as_ref().is_some_and(|code| code.code == "E0015") {
            let name = called(&error.message);
            return name.is_some_and(|name| self.constant.insert(name.to_owned()));
        }
        for span in error.spans.iter().filter(|span| span.is_primary == main) {
            let Some(woven) = files.get(&span.file_name) else { continue };
            let at = span.byte_start..span.byte_end.max(span.byte_start + 1);
            let mut own = woven.owned.iter().filter(|(_, r)| r.start < at.end && at.start < r.end);
            if let Some((id, _)) = own.next() {
                progress |= wanted.remove(id);
                self.unviable.insert(*id);
                continue;
            }
            let around = woven.pairs.iter().filter(|(_, r)| r.start <= at.start && at.end <= r.end);
            if let Some((ids, _)) = around.min_by_key(|(_, r)| r.end - r.start) {
                progress |= ids.iter().filter(|id| wanted.remove(id)).count() > 0;
                self.dropped.extend(ids);
            }
        }
        progress
    }
}

/// The function that a constant must not call, as the compiler names it: without its path, and
/// without its parameters.
fn called(message: &str) -> Option<&str> {
    let plain = |part: &&str| part.chars().all(|c| c.is_alphanumeric() || c == '_');
    message.split('`').nth(1)?.rsplit("::").find(plain)
}

/// Writes a file unless that is what it says already: cargo looks at the time.
fn write(path: &Path, content: &[u8]) -> Result<()> {
    if std::fs::read(path).is_ok_and(|old| old == content) {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent)?;
    }
    std::fs::write(path, content).with_context(|| path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::called;

    #[test]
    fn the_called_function_is_named_without_path_and_parameters() {
        let message = |name| format!("cannot call non-const function `{name}` in constants");
        assert_eq!(called(&message("value::date::Date::parse")), Some("parse"));
        assert_eq!(called(&message("joined::<19>")), Some("joined"));
        assert_eq!(called(&message("list::first::<value::Date>")), Some("first"));
        assert_eq!(called(&message("<Date as Parse>::parse")), Some("parse"));
        assert_eq!(called("no name"), None);
    }
}
