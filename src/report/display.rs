//! Numbers for people: rounded as the rule set says, and never so far that they contradict a decision.

use crate::assessment::Range;
use crate::document::Rounding;
use crate::number::RoundingMode;
use crate::rule_set::{Award, Requirement, RequirementTest};
use crate::{Number, RuleSet};

/// The places shown where the rule set does not say.
const PLACES: u8 = 2;
/// So many more places are tried before a number is written exactly.
const MORE_PLACES: u8 = 12;

/// Writes numbers for people.
///
/// A number is rounded to the places of the rule set's `display`, or to at most 2. Where the rounded number would
/// lie otherwise than the exact one - against 0, against any threshold of the rule set, or against what it is
/// shown beside - it gets as many more places as it takes, in the end the exact number: 74.996 against a
/// threshold of 75 is shown as 74.996, never as 75.00.
///
/// ```
/// use predikat::{Number, report::Figures};
/// let figures = Figures::plain().with_thresholds(["75".parse()?]);
/// assert_eq!(figures.show(&"74.996".parse()?), "74.996");
/// assert_eq!(figures.show(&"71.996".parse()?), "72");
/// assert_eq!(figures.show(&"2/3".parse()?), "0.67");
/// assert_eq!(figures.show(&"1/1000".parse()?), "0.001");
/// # Ok::<(), predikat::number::NumberError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    places: u8,
    mode: RoundingMode,
    /// Zeros at the end are written: the rule set asked for so many places.
    fixed: bool,
    /// In order, each once.
    thresholds: Vec<Number>,
}

impl Figures {
    /// At most 2 places, half up, no thresholds.
    #[must_use]
    pub fn plain() -> Figures {
        Figures { places: PLACES, mode: RoundingMode::HalfUp, fixed: false, thresholds: Vec::new() }
    }

    /// As `rules` wants its numbers shown, with every threshold that it compares with.
    #[must_use]
    pub fn of(rules: &RuleSet) -> Figures {
        let requirements = rules.awards.iter().flat_map(Award::all_requirements);
        let figures = Figures::plain().with_thresholds(requirements.filter_map(threshold));
        match &rules.display {
            Some(Rounding { places, mode }) => Figures { places: *places, mode: *mode, fixed: true, ..figures },
            None => figures,
        }
    }

    /// With these thresholds, too.
    #[must_use]
    pub fn with_thresholds(mut self, thresholds: impl IntoIterator<Item = Number>) -> Figures {
        self.thresholds.extend(thresholds);
        self.thresholds.sort();
        self.thresholds.dedup();
        self
    }

    /// A number on its own.
    #[must_use]
    pub fn show(&self, number: &Number) -> String {
        self.show_beside(number, &[])
    }

    /// A number that is read beside others: it does not seem to equal, pass or fall short of one of them
    /// unless it does.
    #[must_use]
    pub fn show_beside(&self, number: &Number, beside: &[&Number]) -> String {
        let thresholds = self.thresholds.iter().chain(beside.iter().copied()).chain([&Number::ZERO]);
        let thresholds: Vec<&Number> = thresholds.collect();
        (self.places..=self.places.saturating_add(MORE_PLACES))
            .map(|places| (places, number.round(places, self.mode)))
            .find(|(_, shown)| thresholds.iter().all(|threshold| shown.cmp(threshold) == number.cmp(threshold)))
            .and_then(|(places, shown)| if self.fixed { shown.to_fixed(places) } else { Some(shown.to_string()) })
            .unwrap_or_else(|| number.to_string())
    }

    /// One number, or `low .. high`, which never look alike.
    #[must_use]
    pub fn show_range(&self, range: &Range, beside: &[&Number]) -> String {
        if let Some(value) = range.value() {
            return self.show_beside(value, beside);
        }
        let with = |other| beside.iter().copied().chain([other]).collect::<Vec<_>>();
        let low = self.show_beside(&range.low, &with(&range.high));
        format!("{low} .. {}", self.show_beside(&range.high, &with(&range.low)))
    }

    /// As [`Self::show_range`], without zeros at the end: what points are out of, say.
    pub(super) fn show_plain(&self, range: &Range) -> String {
        Figures { fixed: false, ..self.clone() }.show_range(range, &[])
    }

    /// With its sign, also above zero: a margin, or what something is worth. It is a difference: zero alone
    /// decides what it means, no threshold.
    #[must_use]
    pub fn show_signed(&self, difference: &Range) -> String {
        let figures = Figures { thresholds: Vec::new(), ..self.clone() };
        let signed = |number: &Number, beside: &[&Number]| {
            let text = figures.show_beside(number, beside);
            if number > &Number::ZERO { format!("+{text}") } else { text }
        };
        let Range { low, high } = difference;
        match difference.value() {
            Some(value) => signed(value, &[]),
            None => format!("{} .. {}", signed(low, &[high]), signed(high, &[low])),
        }
    }
}

fn threshold(requirement: &Requirement) -> Option<Number> {
    match &requirement.test {
        RequirementTest::Score { comparison, .. } => Some(comparison.threshold.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn number(text: &str) -> Number {
        text.parse().expect("a number")
    }

    fn fixed(places: u8, mode: RoundingMode) -> Figures {
        Figures { places, mode, fixed: true, thresholds: vec![number("75")] }
    }

    #[test]
    fn a_rule_set_that_asks_for_places_gets_them_always() {
        assert_eq!(fixed(2, RoundingMode::HalfUp).show(&number("72.8")), "72.80");
        assert_eq!(fixed(0, RoundingMode::Down).show(&number("72.8")), "72");
        assert_eq!(fixed(2, RoundingMode::HalfUp).show(&number("74.9951")), "74.995");
    }

    #[test]
    fn one_third_against_one_third_is_written_exactly() {
        let figures = Figures::plain().with_thresholds([number("1/3")]);
        assert_eq!(figures.show(&number("1/3")), "1/3");
        assert_eq!(figures.show(&number("0.3339")), "0.334");
    }

    #[test]
    fn ends_of_a_range_never_look_alike() {
        let range = Range { low: number("72.8001"), high: number("72.80012") };
        assert_eq!(Figures::plain().show_range(&range, &[]), "72.8 .. 72.80012");
        let wide = Range { low: number("72.8"), high: number("90") };
        assert_eq!(Figures::plain().show_range(&wide, &[]), "72.8 .. 90");
    }

    #[test]
    fn what_is_not_quite_all_is_not_shown_as_all() {
        assert_eq!(Figures::plain().show_beside(&number("99.9999"), &[&number("100")]), "99.9999");
    }

    #[test]
    fn margins_carry_their_sign() {
        let margin = |low: &str, high: &str| Range { low: number(low), high: number(high) };
        assert_eq!(Figures::plain().show_signed(&margin("-0.001", "-0.001")), "-0.001");
        assert_eq!(Figures::plain().show_signed(&margin("1.35625", "1.35625")), "+1.36");
        assert_eq!(Figures::plain().show_signed(&margin("-3", "0")), "-3 .. 0");
    }

    fn any_number() -> impl Strategy<Value = Number> {
        (-2_000_000i64..2_000_000, prop_oneof![Just(1i64), Just(1000), Just(100_000), Just(3), Just(7), 1i64..99_999])
            .prop_map(|(numerator, denominator)| Number::ratio(numerator, denominator).expect("not zero"))
    }

    fn any_mode() -> impl Strategy<Value = RoundingMode> {
        proptest::sample::select(RoundingMode::WORDS.map(|(_, mode)| mode).to_vec())
    }

    proptest! {
        #![proptest_config(crate::laws::law())]

        #[test]
        fn what_is_shown_lies_as_the_number_lies(
            number in any_number(), thresholds in proptest::collection::vec(any_number(), 0..4),
            beside in any_number(), places in 0u8..4, mode in any_mode(), fixed: bool,
        ) {
            let figures = Figures { places, mode, fixed, thresholds: Vec::new() }.with_thresholds(thresholds.clone());
            let shown: Number = figures.show_beside(&number, &[&beside]).parse().expect("it reads back");
            for other in thresholds.iter().chain([&beside, &Number::ZERO]) {
                prop_assert_eq!(shown.cmp(other), number.cmp(other), "{} against {}", shown, other);
            }
        }

        #[test]
        fn very_near_a_threshold_the_decision_is_kept(
            threshold in any_number(), digits in 1u32..17, above: bool, mode in any_mode(), places in 0u8..4,
        ) {
            let step = Number::ratio(1, 10i64.pow(digits)).expect("not zero");
            let number = if above { &threshold + &step } else { &threshold - &step };
            let figures = Figures { places, mode, fixed: false, thresholds: vec![threshold.clone()] };
            let shown: Number = figures.show(&number).parse().expect("it reads back");
            prop_assert_eq!(shown >= threshold, above);
        }

        #[test]
        fn far_from_every_threshold_it_is_plain_rounding(number in any_number(), places in 0u8..4, mode in any_mode()) {
            let figures = Figures { places, mode, fixed: true, thresholds: Vec::new() };
            let rounded = number.round(places, mode);
            if rounded.is_zero() == number.is_zero() {
                prop_assert_eq!(figures.show(&number), rounded.to_fixed(places).expect("rounded"));
            }
        }
    }
}
