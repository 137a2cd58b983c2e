//! The vocabulary of Lazaret: plain data that every other crate speaks.
//!
//! What it is for: one definition of a value, a digest, a budget, a usage, a reason, a report and a
//! verdict, with their text forms, so that no two crates disagree on what `failed/out-of-fuel` means.
//!
//! What it refuses to know: files, clocks, processes, WebAssembly, languages. Nothing here does IO and
//! nothing here can fail except parsing.
//!
//! ```
//! use lazaret_trial::{Code, Class, Value};
//!
//! let value = Value::parse("[1, 2.5, NaN]").unwrap();
//! assert_eq!(value.to_string(), "[1,2.5,NaN]");
//! assert_eq!(Code::parse("failed/out-of-fuel").unwrap().class(), Class::Failed);
//! ```

mod budget;
mod code;
mod digest;
mod feedback;
mod hidden;
mod identity;
mod interface;
mod last_call;
mod metric;
mod reason;
mod size;
mod stack;
mod usage;
mod value;
mod verdict;
mod weakness;

pub use budget::{Budget, BudgetError, LIMITS, LimitInfo};
pub use code::{Blame, Class, Code};
pub use digest::{Digest, DigestError, Digester};
pub use feedback::{
    BudgetUse, CaseNote, CaseScore, Cases, Exposure, Feedback, FeedbackSize, FeedbackSizeError,
    LeftOut, LimitNote, Material, Message, MetricValue, Output, QuestionNote, SourceLine,
    SourceNote, Spread, Step, Traceback,
};
pub use hidden::is_hidden;
pub use identity::{Identity, IdentityPart};
pub use interface::{Function, Interface, Mismatch, Type, identifier};
pub use last_call::LastCall;
pub use metric::{Description, Goal, Measurement, Metric, MetricError};
pub use reason::{Excess, Frame, Position, Reason};
pub use size::{ParseQuantityError, format_bytes, format_count, parse_bytes, parse_count};
pub use stack::{LEFT_OUT, STACK_FRAMES_MAX, STACK_NAME_BYTES_MAX, Stack, StackFrame};
pub use usage::Usage;
pub use value::binary as value_binary;
pub use value::{
    ARRAY_DIMENSIONS_MAX, Array, ArrayError, Cut, Element, Head, Listed, Lists, Passed,
    PassedError, VALUE_DEPTH_MAX, VALUE_INTEGER_DIGITS_MAX, Value, ValueError,
};
pub use verdict::{CaseOutcome, Logs, Verdict};
pub use weakness::Weakness;
