//! Draws the pictures of PERFORMANCE.md and writes its tables, from what the benches kept in
//! `results/`.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use plotters::prelude::*;
use serde::Deserialize;

/// One line of a bench's results.
#[derive(Deserialize)]
struct Line {
    subject: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    ratio: f64,
    best: f64,
}

/// Points by the name of their curve, in order of the size.
type Curves = BTreeMap<String, Vec<(f64, f64)>>;

/// A picture: both axes are logarithmic.
struct Picture {
    file: &'static str,
    title: &'static str,
    across: &'static str,
    up: &'static str,
    curves: Curves,
}

fn results(bench: &str) -> Result<Vec<Line>, Box<dyn Error>> {
    let path = customer_bench::paired::results().join(format!("{bench}.jsonl"));
    let text = std::fs::read_to_string(&path)
        .map_err(|error| format!("{}: {error}; run `cargo bench` first", path.display()))?;
    text.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}

/// The lines whose subject begins with `subject` (or any), by name or by the subject's first part.
fn curves(bench: &str, by_subject: bool, y: fn(&Line) -> f64) -> Result<Curves, Box<dyn Error>> {
    let mut curves = Curves::new();
    for line in results(bench)? {
        let Some((subject, size)) = line.subject.rsplit_once('/') else { continue };
        if subject.starts_with("shards") {
            continue;
        }
        let curve = if by_subject { subject } else { &line.name };
        curves.entry(curve.to_owned()).or_default().push((size.parse()?, y(&line)));
    }
    Ok(curves)
}

/// What the gate said of one budget.
#[derive(Deserialize)]
struct Verdict {
    about: String,
    counted: f64,
    limit: f64,
    least: bool,
    holds: bool,
}

/// The table of the budgets.
fn budgets() -> Result<String, Box<dyn Error>> {
    let folder = customer_bench::paired::results();
    let read = |name: &str| std::fs::read_to_string(folder.join(name));
    let text = read("budgets.jsonl")? + &read("budgets_replay.jsonl")?;
    let mut table = String::from("| budget | counted | allowed | |\n|---|---|---|---|\n");
    for line in text.lines() {
        let Verdict { about, counted, limit, least, holds } = serde_json::from_str(line)?;
        let (sign, holds) = (if least { "≥" } else { "≤" }, if holds { "" } else { "**fails**" });
        let digits = if counted < 100.0 { 2 } else { 0 };
        writeln!(table, "| {about} | {counted:.digits$} | {sign} {limit} | {holds} |")?;
    }
    Ok(table)
}

/// The table of a bench: contenders beside each other, by size.
fn ratios(bench: &str) -> Result<String, Box<dyn Error>> {
    let mut table =
        String::from("| subject | contender | times ours | best |\n|---|---|---|---|\n");
    for Line { subject, name, ratio, best } in results(bench)? {
        if ratio > 0.0 {
            writeln!(table, "| {subject} | {name} | {ratio:.2} | {best:.0} ns |")?;
        }
    }
    Ok(table)
}

/// Puts `table` between the marks called `name`.
fn put(page: &mut String, name: &str, table: &str) -> Result<(), Box<dyn Error>> {
    let (begin, end) = (format!("<!-- {name} -->\n"), format!("<!-- end of {name} -->"));
    let missing = || format!("PERFORMANCE.md has no place for {name}");
    let from = page.find(&begin).ok_or_else(missing)? + begin.len();
    let to = page.find(&end).ok_or_else(missing)?;
    page.replace_range(from..to, table);
    Ok(())
}

fn draw(folder: &Path, picture: &Picture) -> Result<(), Box<dyn Error>> {
    let path = folder.join(picture.file);
    let all = || picture.curves.values().flatten();
    let span = |pick: fn(&(f64, f64)) -> f64| {
        let values = all().map(pick).filter(|value| *value > 0.0);
        values.fold((f64::INFINITY, 0.0_f64), |(low, high), v| (low.min(v), high.max(v)))
    };
    let ((left, right), (low, high)) = (span(|point| point.0), span(|point| point.1));
    let root = SVGBackend::new(&path, (760, 440)).into_drawing_area();
    root.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&root)
        .caption(picture.title, ("sans-serif", 18))
        .margin(12)
        .x_label_area_size(42)
        .y_label_area_size(70)
        .build_cartesian_2d((left..right * 1.1).log_scale(), (low / 1.6..high * 1.6).log_scale())?;
    chart.configure_mesh().x_desc(picture.across).y_desc(picture.up).draw()?;
    for (index, (name, points)) in picture.curves.iter().enumerate() {
        let colour = Palette99::pick(index).to_rgba();
        let curve = LineSeries::new(points.iter().copied(), colour.stroke_width(2));
        chart
            .draw_series(curve.point_size(3))?
            .label(name)
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 16, y)], colour.stroke_width(2)));
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::UpperLeft)
        .background_style(WHITE.mix(0.8))
        .draw()?;
    root.present()?;
    println!("{}", path.display());
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/plots");
    std::fs::create_dir_all(&folder)?;
    let mut ratio = curves("end_to_end", false, |line| line.ratio)?;
    ratio.retain(|_, points| !points.is_empty());
    let pictures = [
        Picture {
            file: "peers.svg",
            title: "Text to text: time against customer-core's",
            across: "contacts of the customer",
            up: "times customer-core",
            curves: ratio,
        },
        Picture {
            file: "growth.svg",
            title: "decide: growth with the contacts, in every order",
            across: "contacts",
            up: "nanoseconds",
            curves: curves("contacts", true, |line| line.best)?,
        },
        Picture {
            file: "replay.svg",
            title: "Replay: processor's time of one update",
            across: "customers in the store",
            up: "nanoseconds",
            curves: curves("replay", false, |line| line.best)?,
        },
    ];
    for picture in &pictures {
        draw(&folder, picture)?;
    }
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../PERFORMANCE.md");
    let mut page = std::fs::read_to_string(&path)?;
    put(&mut page, "budgets", &budgets()?)?;
    for bench in ["end_to_end", "decide", "parse", "replay"] {
        put(&mut page, bench, &ratios(bench)?)?;
    }
    Ok(std::fs::write(path, page)?)
}
