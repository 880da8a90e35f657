//! Where and by what it was measured.

use std::fs::read_to_string;
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

use predikat::Date;
use serde_json::{Map, Value, json};

/// The crates whose versions are told.
const TOLD: [&str; 6] = ["predikat", "cel", "datalogic-rs", "regorus", "zen-engine", "zen-expression"];

/// A line of JSON that tells it.
pub fn line() -> Value {
    let processors = read_to_string("/proc/cpuinfo").unwrap_or_default();
    let memory = read_to_string("/proc/meminfo").unwrap_or_default();
    let load = read_to_string("/proc/loadavg").unwrap_or_default();
    let memory = field(&memory, "MemTotal").trim_end_matches(" kB").parse().unwrap_or(0.0);
    let days = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs() / 86_400);
    let epoch = Date::new(1970, 1, 1).ok();
    let today = epoch.and_then(|epoch| epoch.plus_days(i64::try_from(days).ok()?));
    let compiler = Command::new("rustc").arg("--version").output().map(|output| output.stdout).unwrap_or_default();
    json!({
        "processor": field(&processors, "model name"),
        "family": format!("family {}, model {}", field(&processors, "cpu family"), field(&processors, "model")),
        "cores": std::thread::available_parallelism().map_or(0, usize::from),
        "gigabytes": (memory / f64::from(1 << 20)).round(),
        "system": format!("{} on {}", std::env::consts::OS, std::env::consts::ARCH),
        "load": load.split(' ').next().unwrap_or_default(),
        "rustc": String::from_utf8_lossy(&compiler).trim(),
        "date": today.map(|date| date.to_string()),
        "versions": versions(),
    })
}

/// The first value that a file of `/proc` gives a name.
fn field<'a>(text: &'a str, name: &str) -> &'a str {
    let mut lines = text.lines().filter_map(|line| line.split_once(':'));
    lines.find(|(key, _)| key.trim() == name).map_or("", |(_, value)| value.trim())
}

/// The versions in the lock file.
fn versions() -> Map<String, Value> {
    let quoted = |line: &'static str| line.split('"').nth(1).unwrap_or_default();
    let lock: Vec<&'static str> = include_str!("../Cargo.lock").lines().collect();
    let pairs = lock.windows(2).filter(|pair| pair[0].starts_with("name = "));
    let pairs = pairs.map(|pair| (quoted(pair[0]), quoted(pair[1])));
    pairs.filter(|(name, _)| TOLD.contains(name)).map(|(name, version)| (name.to_owned(), version.into())).collect()
}
