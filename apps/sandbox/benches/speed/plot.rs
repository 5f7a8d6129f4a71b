//! The figures as bars.

use core::fmt::Write as _;

use crate::Row;

const WIDTH: f64 = 640.0;
const LEFT: f64 = 150.0;
const BAR: f64 = 16.0;
const FONT: &str = r#"font-family="sans-serif" font-size="12""#;

/// A picture of updates a second, for each store.
pub(crate) fn draw(stores: &[(&str, Vec<Row>)]) -> String {
    let all = stores.iter().flat_map(|(_, rows)| rows.iter());
    let most = all.fold(1.0, |most, row| row.sandbox.per_second.max(row.bare.per_second).max(most));
    let (mut bars, mut y) = (String::new(), 30.0);
    for (store, rows) in stores {
        let _ = write!(
            bars,
            r#"<text x="10" y="{:.0}" font-weight="600">store: {store}</text>"#,
            y + 4.0
        );
        y += 16.0;
        for row in rows {
            let name = match row.connections {
                1 => "1 connection".to_owned(),
                more => format!("{more} connections"),
            };
            let _ = write!(bars, r#"<text x="10" y="{:.0}">{name}</text>"#, y + 20.0);
            for (run, colour) in [(&row.sandbox, "#2451c4"), (&row.bare, "#9aa6bd")] {
                let length = run.per_second / most * (WIDTH - LEFT - 60.0);
                let (end, base, value) = (LEFT + length + 6.0, y + 12.0, run.per_second);
                let size = format!(r#"width="{length:.1}" height="{BAR}" fill="{colour}""#);
                let _ = write!(bars, r#"<rect x="{LEFT}" y="{y:.0}" {size}/>"#);
                let _ = write!(bars, r#"<text x="{end:.0}" y="{base:.0}">{value:.0}</text>"#);
                y += BAR + 1.0;
            }
            y += 8.0;
        }
        y += 12.0;
    }
    let head =
        format!(r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y:.0}" {FONT}>"#);
    let title = r##"updates a second: <tspan fill="#2451c4">sandbox</tspan>, "##;
    let other = r##"<tspan fill="#6b778f">bare service over the same store</tspan>"##;
    let ground = r##"<rect width="100%" height="100%" fill="#fff"/>"##;
    format!("{head}{ground}<text x=\"{LEFT}\" y=\"16\">{title}{other}</text>{bars}</svg>\n")
}
