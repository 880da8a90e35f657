//! Where output goes: findings and results to standard output, problems of the run itself to standard error.

use std::io::{self, IsTerminal, Write};

use predikat::diagnostic::render::Drawing;
use predikat::report::{Language, Page};

/// Standard output. A reader that has gone away (`| head`) is no error: what follows is dropped in silence.
pub struct Output {
    stream: anstream::AutoStream<io::Stdout>,
    gone: bool,
}

impl Output {
    /// Standard output, with colour only on a terminal that takes it; `NO_COLOR` is obeyed.
    pub fn standard() -> Output {
        Output { stream: anstream::AutoStream::auto(io::stdout()), gone: false }
    }

    /// Writes the text, as it is.
    pub fn write(&mut self, text: &str) -> io::Result<()> {
        if self.gone {
            return Ok(());
        }
        match self.stream.write_all(text.as_bytes()).and_then(|()| self.stream.flush()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.gone = true;
                Ok(())
            }
            other => other,
        }
    }

    /// Whether nobody reads on.
    pub fn is_gone(&self) -> bool {
        self.gone
    }

    /// Writes the text and ends the line.
    pub fn line(&mut self, text: &str) -> io::Result<()> {
        self.write(&format!("{text}\n"))
    }

    /// How to draw for people here.
    pub fn drawing(&self) -> Drawing {
        Drawing { colour: self.is_coloured(), width: width() }
    }

    /// The page of a report here.
    pub fn page(&self, language: Language) -> Page {
        Page { language, width: width(), colour: self.is_coloured() }
    }

    /// Whether colour reaches the reader.
    pub fn is_coloured(&self) -> bool {
        self.stream.current_choice() != anstream::ColorChoice::Never
    }
}

/// The width of the terminal; of `COLUMNS`, or 100, where there is none.
pub fn width() -> usize {
    let terminal = io::stdout().is_terminal().then(terminal_size::terminal_size).flatten();
    let told = || std::env::var("COLUMNS").ok()?.parse().ok();
    terminal.map(|(width, _)| usize::from(width.0)).or_else(told).unwrap_or(100)
}

/// How to draw the problems of the run itself, which go to standard error.
pub fn drawing_of_problems() -> Drawing {
    let colour = anstream::stderr().current_choice() != anstream::ColorChoice::Never;
    Drawing { colour, width: width() }
}

/// Tells of the run itself, on standard error. What cannot be told there cannot be told anywhere.
pub fn tell(text: &str) {
    let _ = writeln!(anstream::stderr(), "{text}");
}
