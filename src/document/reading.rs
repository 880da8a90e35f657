//! Documents from text, and text from documents.

use super::{ActionsDocument, DossierDocument, Limits, Node, RuleDocument, SuiteDocument};
use crate::diagnostic::{Code, Diagnostic, Place, Pointer, Problems, SourceText, Span};
use std::sync::Arc;

#[cfg(feature = "yaml")]
macro_rules! yaml {
    ($($type:ident)*) => {$(
        impl $type {
            /// Reads YAML text that goes by `name` in messages, within the default [`Limits`].
            ///
            /// What is wrong with the shape of the document (an unknown key, a text for a number) is kept in its
            /// [`origin`](super::Origin::problems), so that it is reported together with all else.
            ///
            /// # Errors
            /// `yaml-syntax` when the text is not YAML, `too-large` when it exceeds a limit; one problem, alone.
            pub fn from_yaml(name: &str, text: &str) -> Result<$type, Problems> {
                $type::from_yaml_with(name, text, &Limits::default())
            }

            /// As [`from_yaml`](Self::from_yaml), within `limits`.
            ///
            /// # Errors
            /// As [`from_yaml`](Self::from_yaml).
            pub fn from_yaml_with(name: &str, text: &str, limits: &Limits) -> Result<$type, Problems> {
                let tree = super::yaml::read_tree(name, text, limits)?;
                Ok(super::lower::lower_tree(vec![tree.source], tree.node, tree.problems, limits))
            }

            /// The document as YAML text. Reading it gives an equal document, but that a number nearer to
            /// nothing than 0.0001 goes as a text, in quotes, and so means the same only where a number is asked for.
            #[must_use]
            pub fn to_yaml(&self) -> String {
                super::yaml::to_text(&self.to_tree())
            }
        }
    )*};
}
#[cfg(feature = "yaml")]
yaml!(RuleDocument DossierDocument SuiteDocument ActionsDocument);

macro_rules! tree {
    ($($type:ident)*) => {$(
        impl $type {
            /// The tree of this document: how it is written.
            #[must_use]
            pub fn to_tree(&self) -> Node {
                super::lower::Form::raise(self)
            }

            /// The document of a tree. Problems of its shape are kept in its origin.
            #[must_use]
            pub fn from_tree(tree: Node) -> $type {
                super::lower::lower_tree(Vec::new(), tree, Vec::new(), &Limits::default())
            }
        }
    )*};
}
tree!(RuleDocument DossierDocument SuiteDocument ActionsDocument);

/// The text of a file's bytes, without the byte-order mark that some editors put in front.
///
/// # Errors
/// `yaml-syntax`, at the first byte that is not UTF-8.
///
/// ```
/// use predikat::document::decode;
/// assert_eq!(decode("a.yaml", b"unit: a")?, "unit: a");
/// let problems = decode("a.yaml", b"unit: a\ntitle: caf\xe9").unwrap_err();
/// assert_eq!(problems.iter().next().unwrap().place.line_column(), Some((2, 11)));
/// # Ok::<(), predikat::Problems>(())
/// ```
pub fn decode<'b>(name: &str, bytes: &'b [u8]) -> Result<&'b str, Problems> {
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(text.strip_prefix('\u{feff}').unwrap_or(text)),
        Err(error) => error,
    };
    // the excerpt shows the line as far as it can be read
    let text = String::from_utf8_lossy(bytes.get(..error.valid_up_to()).unwrap_or(&[])).into_owned();
    let line_start = text.rfind('\n').map_or(0, |i| i + 1);
    let span = Span {
        line: u32::try_from(text.matches('\n').count() + 1).unwrap_or(u32::MAX),
        column: u32::try_from(text.get(line_start..).unwrap_or("").chars().count() + 1).unwrap_or(u32::MAX),
        start: text.len(),
        end: text.len(),
    };
    let source = Arc::new(SourceText { name: name.to_owned(), text });
    let place = Place { at: Some((source, span)), pointer: Pointer::root() };
    let problem = Diagnostic::new(Code::YamlSyntax, place, "the file is not UTF-8 text")
        .help("save it as UTF-8; a spreadsheet or an old editor may have written it in another encoding");
    Err(problem.into())
}
