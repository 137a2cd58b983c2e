//! What a module is to have in its memory and tables when it starts, and how much work that is.
//!
//! The engine makes one picture of a memory if it can, gaps included, and otherwise compiles a function that
//! copies segment by segment.

use wasmparser::{
    BinaryReaderError, ConstExpr, Data, DataKind, Element, ElementItems, ElementKind, Operator,
};

/// An expression that is more than a constant, and each of its operators.
const EXPRESSION: u64 = 20;
const EXPRESSION_OPERATOR: u64 = 5;

/// A segment of data that is copied when the module starts.
const DATA_SEGMENT: u64 = 100;

/// A segment of elements, and each function in it: by its index, or by an expression.
const ELEMENT_SEGMENT: u64 = 45;
const ELEMENT_INDEX: u64 = 1;
const ELEMENT_EXPRESSION: u64 = 40;

/// A picture with gaps is only made up to this size, which is the engine's default.
const SPARSE_BYTES_MAX: u64 = 16 << 20;

/// The work for an expression; none for a constant.
pub fn expression_work(expression: &ConstExpr<'_>) -> Result<u64, BinaryReaderError> {
    let mut operators = 0;
    let mut constant = true;
    for operator in expression.get_operators_reader() {
        constant &= matches!(
            operator?,
            Operator::I32Const { .. }
                | Operator::I64Const { .. }
                | Operator::F32Const { .. }
                | Operator::F64Const { .. }
                | Operator::RefNull { .. }
                | Operator::End
        );
        operators += 1;
    }
    // A constant and the end.
    Ok(if constant && operators <= 2 { 0 } else { EXPRESSION + EXPRESSION_OPERATOR * operators })
}

/// The work for a segment of elements, and how many there are.
pub fn element_work(element: &Element<'_>) -> Result<(u64, u32), BinaryReaderError> {
    let mut work = ELEMENT_SEGMENT;
    if let ElementKind::Active { offset_expr, .. } = &element.kind {
        work += expression_work(offset_expr)?;
    }
    Ok(match &element.items {
        ElementItems::Functions(functions) => {
            (work + ELEMENT_INDEX * u64::from(functions.count()), functions.count())
        }
        ElementItems::Expressions(_, expressions) => {
            (work + ELEMENT_EXPRESSION * u64::from(expressions.count()), expressions.count())
        }
    })
}

/// The picture of a module's memory.
#[derive(Clone, Copy, Default)]
pub struct Picture {
    /// From the first byte of data to the last.
    span: Option<(u64, u64)>,
    data_bytes: u64,
}

impl Picture {
    /// Adds a segment and gives the work for it.
    pub fn add(&mut self, data: &Data<'_>) -> Result<u64, BinaryReaderError> {
        let DataKind::Active { offset_expr, .. } = &data.kind else { return Ok(0) };
        let first = offset_expr.get_operators_reader().read()?;
        if let Operator::I32Const { value } = first {
            let begin = u64::from(value.cast_unsigned());
            let end = begin + data.data.len() as u64;
            let (first, last) = self.span.unwrap_or((begin, end));
            self.span = Some((first.min(begin), last.max(end)));
        }
        self.data_bytes += data.data.len() as u64;
        Ok(DATA_SEGMENT + expression_work(offset_expr)?)
    }

    /// Bytes of the picture, at most.
    pub fn bytes(&self) -> u64 {
        let span = self.span.map_or(0, |(first, last)| last - first);
        // Half of it must be data, page by page, unless it is small.
        span.min(SPARSE_BYTES_MAX + 2 * self.data_bytes)
    }
}
