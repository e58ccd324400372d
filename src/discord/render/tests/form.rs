use serenity::model::channel::Embed;

use super::super::{modal, to_mend, typed_on};
use super::*;
use crate::view::{Field, FieldView, Form, FormView, Press, SetupPress, Typed};
use crate::words::UserError;

fn a_form() -> FormView {
    let field = FieldView {
        field: Field::Time,
        value: "09:00".to_owned(),
        length: (2, 10),
        required: true,
        paragraph: false,
    };
    let zone = FieldView {
        field: Field::Zone,
        value: String::new(),
        length: (0, 1_500),
        required: false,
        paragraph: true,
    };
    FormView { form: Form::When, submit: Press::Setup(SetupPress::When), fields: vec![field, zone] }
}

#[test]
fn a_form_is_the_window_that_discord_takes() {
    let form = serde_json::to_value(modal(&a_form(), &Typed::new(), Words::English)).unwrap();
    let input = |row: usize| form["components"][row]["components"][0].clone();
    assert_eq!(form["custom_id"], "setup/when");
    assert_eq!(
        input(0),
        serde_json::json!({
            "type": 4, "custom_id": "time", "style": 1, "label": "Time of day", "min_length": 2, "max_length": 10,
            "required": true, "value": "09:00", "placeholder": "09:00, 18:30 … (empty: as it is)",
        })
    );
    assert_eq!((&input(1)["style"], &input(1)["max_length"]), (&2.into(), &1_500.into()));
    assert_eq!((input(1).get("value"), input(1).get("min_length")), (None, None));
}

#[test]
fn every_form_and_field_fits_discords_limits() {
    for words in [Words::English, Words::French] {
        for field in Field::all() {
            assert!((1..=45).contains(&words.field_label(field).chars().count()), "{field:?}");
            assert!(words.field_example(field).chars().count() <= 100, "{field:?}");
            assert_eq!(Field::named(field.id()), Some(field));
        }
        for form in [Form::When, Form::Private] {
            assert!((1..=45).contains(&words.form_title(&form).chars().count()), "{form:?}");
        }
    }
}

#[test]
fn what_was_refused_stands_on_the_message_and_in_the_form_that_opens_again() {
    let long = format!("First **line**\n\n{}", "ü".repeat(1_400));
    let typed = Typed::from([(Field::Time, "noonish".to_owned()), (Field::Zone, long.clone())]);
    let sent = (Press::Setup(SetupPress::When), typed.clone());
    let refused = to_mend(&UserError::BadTime("noonish".to_owned()), Some(&sent), Words::English).json();
    assert_eq!(refused["components"][0]["components"][0]["custom_id"], "again/setup/when");
    let embeds: Vec<Embed> = serde_json::from_value(refused["embeds"].clone()).unwrap();
    let again = typed_on(&embeds, Words::English);
    assert_eq!(again, typed);
    let form = serde_json::to_value(modal(&a_form(), &again, Words::English)).unwrap();
    let value = |row: usize| form["components"][row]["components"][0]["value"].clone();
    assert_eq!((value(0), value(1)), ("noonish".into(), long.into()));
}

#[test]
fn a_form_that_comes_too_late_waits_behind_a_button() {
    assert_eq!(
        drawn(&render(&View::Form(Box::new(a_form())), &ALONE)),
        "The form is ready. Press the button and it opens.\n[Open the form → setup/when]"
    );
}
