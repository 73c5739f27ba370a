//! Rules that change while a masker is in use.

use std::thread;

use gate_mask::{CustomRule, Masker};

fn ticket() -> CustomRule {
    CustomRule::new("ticket").regex(r"TICKET-\d+")
}

#[test]
fn clones_see_it_and_others_do_not() {
    let masker = Masker::default();
    let (clone, other) = (masker.clone(), Masker::default());
    masker.replace(Masker::builder().rule(ticket())).expect("a rule that can be built");
    assert_eq!(clone.mask_str("TICKET-1").get(), "***");
    assert_eq!(other.mask_str("TICKET-1").get(), "TICKET-1");
    assert_eq!(Masker::default().mask_str("TICKET-1").get(), "TICKET-1");
}

#[test]
fn a_set_with_one_bad_rule_changes_nothing() {
    let masker = Masker::builder().rule(ticket()).build().expect("a rule that can be built");
    let good = CustomRule::new("order").regex(r"ORDER-\d+");
    let bad = CustomRule::new("broken").regex(r"BROKEN-[");
    let error = masker.replace(Masker::builder().rules([good, bad])).expect_err("a broken rule");
    assert_eq!((error.id(), error.position()), (Some("broken"), Some(7)));
    assert_eq!(masker.mask_str("TICKET-1 ORDER-1").get(), "*** ORDER-1");
}

#[test]
fn a_stream_ends_with_the_rules_it_began_with() {
    let masker = Masker::builder().rule(ticket()).build().expect("a rule that can be built");
    let (mut old, mut out) = (masker.stream(), Vec::new());
    old.push(b"TICK", &mut out);
    masker.replace(Masker::builder()).expect("the default");
    old.push(b"ET-1", &mut out);
    assert_eq!(old.finish(&mut out).total(), 1);
    assert_eq!(out, b"***");
    assert_eq!(masker.mask_str("TICKET-1").get(), "TICKET-1");
}

#[test]
fn while_others_mask() {
    let masker = Masker::builder().rule(ticket()).build().expect("a rule that can be built");
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                for _ in 0..500 {
                    let masked = masker.mask_str("password=hunter2 TICKET-1").into_inner();
                    assert!(matches!(&*masked, "password=*** ***" | "password=*** TICKET-1"), "{masked}");
                }
            });
        }
        for on in [false, true, false, true] {
            let builder = Masker::builder().rules(on.then(ticket));
            masker.replace(builder).expect("a set that can be built");
        }
    });
}

#[test]
fn auto_traits() {
    fn shared<T: Send + Sync + Clone + 'static>() {}
    shared::<Masker>();
    shared::<gate_mask::MaskerBuilder>();
    shared::<CustomRule>();
}
