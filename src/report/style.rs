//! Colour and weight, as a small list of meanings; escape codes only where asked for.

/// What a piece of text means, which decides its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Heading,
    Good,
    Bad,
    Partly,
    Open,
    Faint,
    Plain,
}

impl Style {
    /// `text` in this style; as it is where `colour` is off.
    pub(super) fn paint(self, text: &str, colour: bool) -> String {
        let code = match self {
            Style::Heading => "1",
            Style::Good => "32",
            Style::Bad => "31",
            Style::Partly => "33",
            Style::Open => "36",
            Style::Faint => "2",
            Style::Plain => "",
        };
        if !colour || code.is_empty() || text.is_empty() {
            return text.to_owned();
        }
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }
}
