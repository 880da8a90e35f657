//! For a terminal: each finding with its excerpt, the marked stretch, the other places and the help.

use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use super::excerpt::{Excerpt, excerpt};
use super::{summary, visible};
use crate::diagnostic::{Diagnostic, Place, Severity};

/// How to draw for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drawing {
    /// With ANSI escape codes for colour.
    pub colour: bool,
    /// The width in columns to which excerpts are cropped; below 40 it counts as 40.
    pub width: usize,
}

/// Without colour, 100 columns wide.
impl Default for Drawing {
    fn default() -> Drawing {
        Drawing { colour: false, width: 100 }
    }
}

/// Every finding with its excerpt, a blank line between, and the count of them last; empty when there are none.
///
/// Characters that would act on a terminal are escaped, and long lines cropped around what they mark.
///
/// ```
/// use predikat::diagnostic::{Code, Diagnostic, Place, Pointer, render};
/// let place = Place { at: None, pointer: Pointer::root().key("criteria").index(0) };
/// let finding = Diagnostic::new(Code::MissingKey, place, "`id` is missing").help("every criterion has an id");
/// assert_eq!(
///     render::human([&finding], render::Drawing::default()),
///     "error[missing-key]: `id` is missing\n--> /criteria/0\n = help: every criterion has an id\n\n1 error\n"
/// );
/// ```
#[must_use]
pub fn human<'a>(findings: impl IntoIterator<Item = &'a Diagnostic>, drawing: Drawing) -> String {
    let findings: Vec<&Diagnostic> = findings.into_iter().collect();
    if findings.is_empty() {
        return String::new();
    }
    let mut text = String::new();
    for finding in &findings {
        text.push_str(&one(finding, drawing));
        text.push_str("\n\n");
    }
    text.push_str(&summary(findings.iter().copied()));
    text.push('\n');
    text
}

/// One finding as [`human`] draws it, without the count and without a line break at its end.
#[must_use]
pub fn one(finding: &Diagnostic, drawing: Drawing) -> String {
    let width = drawing.width.max(40);
    let renderer = if drawing.colour { Renderer::styled() } else { Renderer::plain() };
    renderer.term_width(width).render(&[draw(finding, width)])
}

fn draw(finding: &Diagnostic, width: usize) -> Group<'static> {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(visible(&finding.message).into_owned()).id(finding.code.name());
    let mut group = Group::with_title(title).elements(show(&finding.place, AnnotationKind::Primary, None, width));
    for (place, why) in &finding.related {
        let why = visible(why).into_owned();
        group = group.elements(show(place, AnnotationKind::Context, Some(why), width));
    }
    for (line, first) in
        finding.help.iter().flat_map(|help| help.lines()).zip(std::iter::once(true).chain(std::iter::repeat(false)))
    {
        let level = if first { Level::HELP } else { Level::HELP.no_name() };
        group = group.element(level.message(visible(line).into_owned()));
    }
    if finding.more > 0 {
        group = group.element(Level::NOTE.message(finding.more_in_words()));
    }
    group
}

/// Where it is, and the line itself where there is text.
fn show(place: &Place, kind: AnnotationKind, label: Option<String>, width: usize) -> Vec<Element<'static>> {
    let Some((source, span)) = &place.at else {
        let pointer = if place.pointer.as_str().is_empty() { "(document)" } else { place.pointer.as_str() };
        let origin = Origin::path(visible(pointer).into_owned()).into();
        return match label {
            None => vec![origin],
            Some(label) => vec![Level::NOTE.message(format!("{label}: {}", visible(pointer))).into()],
        };
    };
    let line = usize::try_from(span.line).unwrap_or(usize::MAX).max(1);
    let name = visible(&source.name).into_owned();
    let Excerpt { text, mark, far } = excerpt(&source.text, *span, width);
    if far {
        let column = usize::try_from(span.column).unwrap_or(usize::MAX);
        let note = format!("{}: {text}", label.as_deref().unwrap_or("in a long line"));
        return vec![Origin::path(name).line(line).char_column(column).into(), Level::NOTE.message(note).into()];
    }
    let annotation: Annotation<'static> = kind.span(mark).label(label);
    vec![Snippet::source(text).path(name).line_start(line).annotation(annotation).into()]
}
