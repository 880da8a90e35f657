//! In a web service: facts arrive as the service's own struct, and the assessment goes out as JSON.
//!
//! The rules are read and checked once, when the service starts, and so is whether the struct fits them: before
//! any request is seen. The service here is as small as one can be, on the standard library alone; it answers
//! three requests of its own and ends.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};

use predikat::dossier::BindOptions;
use predikat::{DossierDocument, RuleSet, assess};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

const RULES: &str = r"
ruleset: accessible-office
edition: 1.0.0
scales: {ada: {Ada: 1, Proses: 0.5, Tidak: 0}}
facts:
  trained: {type: integer, min: 0}
  staff: {type: integer, min: 1}
  survey: {type: decimal, min: 0, max: 4}
criteria:
  - {id: ramp, weight: 2, answer: ada}
  - {id: toilet, weight: 2, answer: ada}
  - {id: training, weight: 1, ratio: {of: trained, to: staff}}
  - {id: satisfaction, weight: 5, linear: {of: survey, from: 0, to: 4}}
awards:
  - {id: accessible, requires: [{id: total, score: total, at_least_percent: 75}]}
";

/// What an office sends: its fields are the facts of the rules, by name.
#[derive(Serialize, Deserialize, JsonSchema)]
struct Office {
    ramp: Answer,
    /// An office that does not know leaves it out: the fact is then missing, not false.
    toilet: Option<Answer>,
    trained: u32,
    staff: u32,
    /// Exact numbers travel as text.
    survey: String,
}

#[derive(Serialize, Deserialize, JsonSchema)]
enum Answer {
    Ada,
    Proses,
    Tidak,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let rules = RuleSet::from_yaml("accessible-office.yaml", RULES)?;
    let report = rules.check_fact_type::<Office>();
    assert_eq!(report.misfits().count(), 0, "{report}");
    assert!(report.lacking.is_empty(), "{report}");

    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let service = std::thread::spawn(move || {
        for stream in listener.incoming().take(3) {
            if let Err(error) = stream.map_err(Into::into).and_then(|stream| serve(stream, &rules)) {
                eprintln!("a request was lost: {error}");
            }
        }
    });

    let complete = ask(address, r#"{"ramp": "Ada", "toilet": "Proses", "trained": 9, "staff": 10, "survey": "3.6"}"#)?;
    println!("complete:  {complete}");
    assert!(complete.contains(r#""outcome":"eligible""#));
    let incomplete = ask(address, r#"{"ramp": "Ada", "trained": 9, "staff": 10, "survey": "3.6"}"#)?;
    println!("one fact missing: {incomplete}");
    assert!(incomplete.contains(r#""undecided_by":["toilet"]"#));
    let wrong = ask(address, r#"{"ramp": "Ada", "trained": 9, "staff": 0, "survey": "36"}"#)?;
    println!("two facts out of range: {wrong}");
    assert!(wrong.contains("/survey") && wrong.contains("/staff"));
    service.join().map_err(|_| "the service stopped short")?;
    Ok(())
}

/// Answers one request: the body is an office, the answer its award, or all that does not fit.
fn serve(mut stream: TcpStream, rules: &RuleSet) -> Result<(), Box<dyn std::error::Error>> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse::<usize>()?.min(64 * 1024);
        }
        if line.trim().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let (status, answer) = match serde_json::from_slice::<Office>(&body) {
        Ok(office) => decide(rules, &office)?,
        Err(error) => ("400 Bad Request", serde_json::json!({"error": error.to_string()}).to_string()),
    };
    write!(stream, "HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{answer}", answer.len())?;
    Ok(())
}

fn decide(rules: &RuleSet, office: &Office) -> Result<(&'static str, String), Box<dyn std::error::Error>> {
    let about = DossierDocument { unit: "office".into(), ..DossierDocument::default() };
    // A service says as of which day it decides; the library never asks the clock.
    let options = BindOptions::new().as_of("2024-05-31".parse()?);
    Ok(match rules.bind_value(office, &about, &options) {
        Ok(dossier) => ("200 OK", serde_json::to_string(&assess(&dossier).awards)?),
        Err(problems) => {
            let all: Vec<String> = problems.iter().map(ToString::to_string).collect();
            ("422 Unprocessable Content", serde_json::json!({ "problems": all }).to_string())
        }
    })
}

/// Sends one request and returns the body of the answer.
fn ask(address: SocketAddr, body: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address)?;
    write!(stream, "POST / HTTP/1.1\r\nhost: {address}\r\ncontent-length: {}\r\n\r\n{body}", body.len())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer.split_once("\r\n\r\n").map_or_else(String::new, |(_, body)| body.to_owned()))
}
