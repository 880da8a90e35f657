//! Laws of reading and writing, over trees and texts of every kind.

use proptest::prelude::*;

use super::{read_tree, to_text};
use crate::document::{Entry, Limits, Literal, Node, Style, Value};

fn read(text: &str) -> Node {
    let tree = read_tree("a", text, &Limits::default()).unwrap();
    assert_eq!(tree.problems, [], "{text}");
    tree.node
}

fn text(text: &str) -> Node {
    Node::scalar(text, Style::Quoted)
}

/// A list, the items of which are `items`.
fn list(items: impl IntoIterator<Item = Node>) -> Node {
    Node::new(Value::List(items.into_iter().collect()))
}

fn map<K: Into<String>>(entries: impl IntoIterator<Item = (K, Node)>) -> Node {
    let entry = |(key, value): (K, Node)| Entry { key: key.into(), key_at: None, value };
    Node::new(Value::Map(entries.into_iter().map(entry).collect()))
}

#[test]
fn every_scalar_keeps_its_exact_text() {
    use Style::{Boolean, Number, Plain, Quoted};
    for (yaml, style, exact) in [
        ("0.67", Number, "0.67"),
        ("1.10 # a comment", Number, "1.10"),
        ("123456789012345", Number, "123456789012345"),
        ("-0.50", Number, "-0.50"),
        ("1234567890123456789012345678901234567890", Plain, "1234567890123456789012345678901234567890"),
        ("0.1234567890123456789", Plain, "0.1234567890123456789"),
        ("1e999", Plain, "1e999"),
        ("1e-3", Plain, "1e-3"),
        (".nan", Plain, ".nan"),
        ("-.inf", Plain, "-.inf"),
        ("0x1F", Plain, "0x1F"),
        ("0o17", Plain, "0o17"),
        ("007", Plain, "007"),
        ("1_000", Plain, "1_000"),
        ("+1", Plain, "+1"),
        (".5", Plain, ".5"),
        ("1/3", Plain, "1/3"),
        ("12:30:45", Plain, "12:30:45"),
        ("2022-05-31", Plain, "2022-05-31"),
        ("true", Boolean, "true"),
        ("True", Plain, "True"),
        ("yes", Plain, "yes"),
        ("a b\n  c", Plain, "a b c"),
        ("'3'", Quoted, "3"),
        ("\"0\\u0033\"", Quoted, "03"),
        ("'it''s'", Quoted, "it's"),
        ("|-\n  3", Quoted, "3"),
        (">-\n  3", Quoted, "3"),
        ("!!str 3", Quoted, "3"),
        ("! true", Quoted, "true"),
        ("!!str", Quoted, ""),
        ("&a 3", Number, "3"),
    ] {
        let node = read(&format!("é: {yaml}\n"));
        let Some(Node { value: Value::Scalar(scalar), .. }) = node.get("é") else { panic!("{yaml}: {node:?}") };
        assert_eq!((scalar.style, scalar.text.as_str()), (style, exact), "{yaml}");
        // the same as an item, and through an alias
        let node = read(&format!("a:\n- &x {}\n- *x\n", yaml.trim_start_matches("&a ")));
        let Some(Node { value: Value::List(items), .. }) = node.get("a") else { panic!("{yaml}: {node:?}") };
        for item in items {
            let Value::Scalar(scalar) = &item.value else { panic!("{yaml}: {item:?}") };
            assert_eq!((scalar.style, scalar.text.as_str()), (style, exact), "{yaml}");
        }
    }
    for nothing in ["", "~", "null", "Null", "NULL", "# nothing", "---"] {
        assert_eq!(read(nothing).value, Value::Null, "{nothing}");
    }
}

/// Where a node stands and what stands there.
fn place(text: &str, at: Option<(u16, crate::diagnostic::Span)>) -> (u32, u32, &str) {
    let (_, at) = at.unwrap();
    (at.line, at.column, &text[at.start..at.end])
}

#[test]
fn every_key_and_value_has_its_place() {
    let yaml = "\u{feff}é: &x {\"k\": 'v', ? l : [1.50, ~]}\r\n'b c':\r\n  - |\r\n    t\r\n  - *x\r\n3: !!str 4\r\n";
    let node = read(yaml);
    let entry = |node: &Node, key: &str| {
        let entry = node.entry(key).unwrap();
        (place(yaml, entry.key_at), place(yaml, entry.value.at))
    };
    assert_eq!(entry(&node, "é"), ((1, 1, "é"), (1, 7, "{")));
    assert_eq!(entry(&node, "b c"), ((2, 1, "'b c'"), (3, 3, "")));
    assert_eq!(entry(&node, "3"), ((6, 1, "3"), (6, 10, "4")));
    let inner = node.get("é").unwrap();
    assert_eq!(entry(inner, "k"), ((1, 8, "\"k\""), (1, 13, "'v'")));
    assert_eq!(entry(inner, "l").0, (1, 20, "l"));
    let Value::List(items) = &inner.get("l").unwrap().value else { panic!("{inner:?}") };
    let places: Vec<_> = items.iter().map(|item| place(yaml, item.at)).collect();
    assert_eq!(places, [(1, 25, "1.50"), (1, 31, "~")]);
    // a repeated value keeps the places of its definition
    let Value::List(items) = &node.get("b c").unwrap().value else { panic!("{node:?}") };
    assert_eq!(place(yaml, items[0].at), (4, 5, "t"));
    assert_eq!(place(yaml, items[1].at), (1, 7, "{"));
    assert_eq!(entry(&items[1], "k"), ((1, 8, "\"k\""), (1, 13, "'v'")));
}

#[test]
fn an_alias_repeats_a_value_and_not_its_problems() {
    let yaml = "a: &a {k: 1, k: 2, <<: 3, t: !x 4}\nb: [*a, *a]\n";
    let tree = read_tree("a", yaml, &Limits::default()).unwrap();
    let found: Vec<_> = tree.problems.iter().map(|p| p.code.name()).collect();
    assert_eq!(found, ["wrong-shape", "wrong-shape", "duplicate-key"]);
    let a = map([("k", Node::scalar("1", Style::Number)), ("t", Node::scalar("4", Style::Number))]);
    assert_eq!(tree.node, map([("a", a.clone()), ("b", list([a.clone(), a]))]));
}

#[test]
fn texts_stay_texts_and_numbers_exact_when_written() {
    let texts = "B|yes|No|on|y|~|null|true|True|3|0.5|1/3|1e5|0x1F|0o17|007|1_000|+1|.5|.inf|.nan|12:30|2022-05-31|180d\
        |1.0.0|123456789012345678901234567890123456789012345678901234567890123456|| a|a |a: b|a #b|#a|-|- a|? a|: a|<<\
        |=|!a|&a|*a|%a|@a|`a|[a|{a|}|,|'|\"|\\|>|a\nb|\na| a\nb\n\n|a\t|\u{7}|\u{85}|\u{feff}|\u{2028}|é|---|...|--- a|\u{7f}|\r|a\r\nb|\u{9b}|\u{fffe}|\u{1f600}|\ta";
    for one in texts.split('|').chain(["|", "| a"]) {
        let long = one.repeat(200);
        for tree in [
            text(one),
            list([text(one)]),
            map([(one, text(one))]),
            map([(long.as_str(), text(&long)), ("b", text(one))]),
        ] {
            let yaml = to_text(&tree);
            assert_eq!(read(&yaml), tree, "{yaml}");
        }
    }
    for number in ["0", "0.67", "75", "1/3", "-0.0001", "123456789012345", "99999999999.9999", "1234567890.123456"] {
        let literal = Literal::number(&number.parse().unwrap());
        let tree = map([("n", Node::scalar(literal.text, literal.style))]);
        assert_eq!(read(&to_text(&tree)), tree);
    }
    // YAML has no fractions, the language has them in quotes; what looks like one in a longer text is left alone
    let fractions =
        map([("a", text("1/3")), ("b", list([text("-2/7"), text("b: 1/3\n- 1/3\n")])), ("2/3", text("2/3 x"))]);
    assert_eq!(to_text(&fractions), "a: '1/3'\nb:\n- '-2/7'\n- |\n  b: 1/3\n  - 1/3\n2/3: 2/3 x\n");
    // a float so small would be written with an exponent
    assert_eq!(to_text(&Node::scalar("0.00001", Style::Number)), "'0.00001'\n");
}

#[test]
fn the_deepest_tree_fits_the_stack_of_a_thread() {
    let deepest = Limits { depth: usize::MAX, ..Limits::default() };
    let deep = |depth: usize| {
        [
            format!("{}{}", "[".repeat(depth), "]".repeat(depth)),
            format!("{}{}", "{a: ".repeat(depth), "}".repeat(depth)),
            format!("{}a{}", "{? ".repeat(depth), " : b}".repeat(depth)),
            format!("? {}{}\n: a", "[".repeat(depth - 1), "]".repeat(depth - 1)),
        ]
    };
    let read = move || {
        for text in deep(Limits::DEEPEST) {
            let found = read_tree("deep", &text, &deepest);
            assert!(
                found.is_ok() || found.is_err_and(|p| p.iter().all(|p| p.message == "a key is a list or a mapping"))
            );
        }
        for text in deep(20_000) {
            let problems = read_tree("deep", &text, &deepest).map(|_| ()).unwrap_err();
            assert!(problems.iter().all(|p| p.message.ends_with("more than 24 deep")), "{problems}");
        }
    };
    // three quarters of what a thread has unless its maker says otherwise
    std::thread::Builder::new().stack_size(3 << 19).spawn(read).unwrap().join().unwrap();
}

fn trees() -> impl Strategy<Value = Node> {
    let words = prop_oneof![
        any::<String>(),
        "[ -~]{0,12}",
        "[-?:,\\[\\]{}#&*!|>'\"%@` a0.~<=\n]{0,6}",
        Just("null".to_owned()),
    ];
    let keys = prop_oneof!["[ -~]{0,8}", "[-?:!<&*a\n]{0,3}"];
    let leaf = prop_oneof![
        Just(Node::new(Value::Null)),
        any::<bool>().prop_map(|value| Node::scalar(value.to_string(), Style::Boolean)),
        "-?(0|[1-9][0-9]{0,8})(\\.[0-9]{1,4})?".prop_map(|text| Node::scalar(text, Style::Number)),
        words.prop_map(|words| text(&words)),
    ];
    leaf.prop_recursive(5, 60, 6, move |inner| {
        let entries = prop::collection::btree_map(keys.clone(), inner.clone(), 0..6);
        prop_oneof![prop::collection::vec(inner, 0..6).prop_map(list), entries.prop_map(map)]
    })
}

proptest! {
    #![proptest_config(crate::laws::law())]

    #[test]
    fn what_is_written_is_read_again(tree in trees()) {
        let text = to_text(&tree);
        let read = read_tree("written", &text, &Limits::default());
        let other: Node = serde_yaml::from_str(&text).unwrap();
        prop_assert_eq!(&other, &tree, "{}", &text);
        let read = read.map_err(|problems| TestCaseError::fail(format!("{problems}\n{text}")))?;
        prop_assert_eq!(read.problems, vec![], "{}", &text);
        prop_assert_eq!(read.node, tree, "{}", text);
    }

    #[test]
    fn no_text_is_too_strange_to_be_answered(text in "[-?:,\\[\\]{}#&*!|>'\"%@` \n\ta0.~<=é\u{85}\u{feff}]{0,60}") {
        if let Err(problems) = read_tree("strange", &text, &Limits::default()) {
            prop_assert_eq!(problems.len(), 1);
            for problem in &problems {
                let (_, at) = problem.place.at.as_ref().unwrap();
                prop_assert!(text.get(at.start..at.end).is_some(), "{:?}", at);
            }
        }
    }
}
