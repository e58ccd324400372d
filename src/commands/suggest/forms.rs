//! The forms of `/suggest`.

use crate::compose::Proposal;
use crate::view::{Field, FieldView, Form, FormView, Press, SuggestPress, View};

/// The form for a question, filled in with what it says so far.
pub(super) fn proposal_form(submit: SuggestPress, filled: Proposal) -> View {
    let field = |field, value: String, most: u16, required, paragraph| FieldView {
        field,
        value,
        length: (u16::from(required), most),
        required,
        paragraph,
    };
    let Proposal { title, scenario, points, link, hint } = filled;
    View::Form(Box::new(FormView {
        form: Form::Suggest,
        submit: Press::Suggest(submit),
        fields: vec![
            field(Field::Title, title, 90, true, false),
            field(Field::Scenario, scenario, 900, true, true),
            field(Field::Points, points, 2_000, true, true),
            field(Field::Link, link, 300, false, false),
            field(Field::Nudge, hint, 300, false, true),
        ],
    }))
}

/// The form for a kind note.
pub(super) fn note_form(submit: SuggestPress) -> View {
    View::Form(Box::new(FormView {
        form: Form::Decline,
        submit: Press::Suggest(submit),
        fields: vec![FieldView {
            field: Field::Note,
            value: String::new(),
            length: (0, 500),
            required: false,
            paragraph: true,
        }],
    }))
}
