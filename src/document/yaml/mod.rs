//! YAML text to the positioned tree: the only room that names the YAML scanner.
//!
//! One document a text. Anchors and aliases work, within limits; merge keys (`<<`) and tags other than
//! `!!str` are refused, for nothing in the language needs them and readers differ over them. A mistake of
//! syntax stands alone; a duplicate key, a merge key or a tag is a problem beside the others.

mod builder;
mod syntax;

use std::sync::Arc;

use granit_parser::{Event, Marker, Parser};

use super::{Limits, Node};
use crate::diagnostic::{Code, Diagnostic, Place, Pointer, Problems, SourceText, Span};

/// A text as a tree.
pub(crate) struct Tree {
    /// The tree.
    pub node: Node,
    /// The text.
    pub source: Arc<SourceText>,
    /// Duplicate keys and the like.
    pub problems: Vec<Diagnostic>,
}

/// Reads a text that goes by `name` in messages.
///
/// # Errors
/// `yaml-syntax` or `too-large`, alone.
pub(crate) fn read_tree(name: &str, text: &str, limits: &Limits) -> Result<Tree, Problems> {
    let source = Arc::new(SourceText { name: name.to_owned(), text: text.to_owned() });
    let text = source.text.as_str();
    if text.len() > limits.bytes {
        let message = format!("the text has {} bytes, more than the {} that are read", text.len(), limits.bytes);
        return Err(alone(Code::TooLarge, &source, Span { line: 1, column: 1, start: 0, end: 0 }, message));
    }
    syntax::refuse_control_characters(&source)?;
    let mut builder = builder::Builder::new(&source, limits);
    let options = granit_parser::options! {
        flow_nesting_limit: limits.deepest() + 1,
        block_nesting_limit: limits.deepest() + 1,
    };
    let mut documents = 0;
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, span) = event.map_err(|error| syntax::problem(&source, limits, &error))?;
        if matches!(event, Event::DocumentStart(..)) {
            documents += 1;
            if documents > 1 {
                let at = builder::span(text, span.start, span.end);
                let problem = Diagnostic::new(Code::YamlSyntax, place(&source, at), "a second document starts here")
                    .help("keep one document in a file: take the line `---` away, or split the file");
                return Err(problem.into());
            }
        }
        builder.take(event, span)?;
    }
    let (node, problems) = builder.finish();
    Ok(Tree { node, source, problems })
}

/// The place of a stretch of a text.
fn place(source: &Arc<SourceText>, span: Span) -> Place {
    Place { at: Some((source.clone(), span)), pointer: Pointer::root() }
}

/// A problem beside which no other is looked for.
fn alone(code: Code, source: &Arc<SourceText>, span: Span, message: String) -> Problems {
    Diagnostic::new(code, place(source, span), message).into()
}

/// The byte at which a mark of the scanner stands, never inside a character.
fn byte(text: &str, mark: Marker) -> usize {
    let at = mark.byte_offset().unwrap_or_else(|| text.char_indices().nth(mark.index()).map_or(text.len(), |(i, _)| i));
    (0..=at.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0)
}
