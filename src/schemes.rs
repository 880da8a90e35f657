//! The schemes that ship: what each rule set decides, for whom, and what is uncertain.
//!
//! The rule sets are the files of `rules/`; [`crate::shipped`] has them embedded. What is not known of a
//! regulation is marked in its rule file as `assumed` or `practice`, and every result names it.

#![allow(clippy::doc_markdown)] // the pages are prose, full of proper names

#[doc = include_str!("../rules/zi-wbk-wbbm.md")]
pub mod zi_wbk_wbbm {}

#[doc = include_str!("../rules/p2ham.md")]
pub mod p2ham {}

#[doc = include_str!("../rules/xccdf.md")]
pub mod xccdf {}

#[doc = include_str!("../rules/openssf-scorecard.md")]
pub mod openssf_scorecard {}

#[doc = include_str!("../rules/openssf-best-practices.md")]
pub mod openssf_best_practices {}

#[doc = include_str!("../rules/cmmc-level-2.md")]
pub mod cmmc_level_2 {}

#[doc = include_str!("../rules/breeam-like.md")]
pub mod breeam_like {}

#[doc = include_str!("../rules/leed-v4.md")]
pub mod leed_v4 {}

#[doc = include_str!("../rules/owasp-samm.md")]
pub mod owasp_samm {}
