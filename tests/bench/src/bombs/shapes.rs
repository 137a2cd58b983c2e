//! The list of shapes.

use anyhow::Result;

use crate::bombs::code::{self, Body};
use crate::bombs::{parts, random};

/// One shape.
pub struct Shape {
    pub name: &'static str,
    /// Sizes at which it was found to be a bomb.
    pub published: &'static [usize],
    pub make: Make,
}

/// How components of a shape are made.
pub enum Make {
    /// As functions of a module, which may be repeated.
    Function(fn(usize) -> Body),
    /// As a text.
    Text(fn(usize) -> String),
    /// As bytes, for what would be too large a text.
    Bytes(fn(usize) -> Vec<u8>),
}

impl Shape {
    /// A component of this size; of a function, so many copies.
    pub fn bytes(&self, size: usize, copies: usize) -> Result<Vec<u8>> {
        Ok(match self.make {
            Make::Function(body) => code::component_of(&body(size), copies),
            Make::Text(text) => wat::parse_str(text(size))?,
            Make::Bytes(bytes) => bytes(size),
        })
    }

    pub const fn is_function(&self) -> bool {
        matches!(self.make, Make::Function(_))
    }
}

const fn function(
    name: &'static str,
    make: fn(usize) -> Body,
    published: &'static [usize],
) -> Shape {
    Shape { name, published, make: Make::Function(make) }
}

const fn text(name: &'static str, make: fn(usize) -> String) -> Shape {
    Shape { name, published: &[], make: Make::Text(make) }
}

const fn bytes(
    name: &'static str,
    make: fn(usize) -> Vec<u8>,
    published: &'static [usize],
) -> Shape {
    Shape { name, published, make: Make::Bytes(make) }
}

/// Random functions, by their seed.
pub const RANDOM: Shape = function("random function", random::body, &[]);

/// All others.
pub const SHAPES: &[Shape] = &[
    function("nested loops", code::nested_loops, &[500, 1_000, 2_000, 4_000]),
    function("runs of nested loops", code::runs_of_loops, &[8_000]),
    function("loops around 900 live values", code::loops_around_live_values, &[4_000]),
    function("loops that carry 16 values", code::loops_that_carry_values, &[1_000, 2_000]),
    function("locals set in 30 nested loops", code::locals_in_nested_loops, &[2_000]),
    function("locals across a loop", code::locals_across_a_loop, &[10_000, 30_000, 49_999]),
    function("locals joined at 127 ends", code::joined_locals, &[500]),
    function("locals joined at 999 ends", code::joined_locals_deep, &[500]),
    function("blocks, 999 inside each other", code::deep_blocks, &[999, 20_000]),
    function("blocks that carry 16 values", code::deep_blocks_that_carry_values, &[1_000, 10_000]),
    function("a switch", code::switch, &[140, 1_000, 10_000]),
    function("blocks under one br_table", code::one_table, &[1_000, 10_000, 30_000]),
    function("br_tables of 127 blocks", code::tables, &[1_000, 5_000]),
    function("br_tables of 999 blocks", code::tables_deep, &[10, 100]),
    function("br_table that carries 10 locals", code::table_that_carries_locals, &[10_000]),
    function("one br_table to one place", code::table_of_many_entries, &[1_000_000, 7_000_000]),
    function("small ifs", code::ifs, &[40_000, 600_000]),
    function("ifs around 900 live values", code::ifs_around_live_values, &[4_000]),
    function("branches", code::branches, &[20_000]),
    function("calls", code::calls, &[1_000_000]),
    function("calls with 500 values", code::calls_with_500_values, &[1_000]),
    function("calls under a deep stack", code::calls_under_a_deep_stack, &[40_000]),
    function("calls through a table", code::calls_through_a_table, &[20_000]),
    function("stores", code::stores, &[600_000]),
    function("products and square roots", code::square_roots, &[100_000]),
    function("additions", code::additions, &[]),
    function("large constants", code::large_constants, &[]),
    function("growth of memory", code::growth, &[20_000]),
    function("copies of memory", code::copies, &[20_000]),
    function("copies around 300 live values", code::copies_around_live_values, &[]),
    function("entries of a table", code::table_entries, &[20_000]),
    function("growth of a table", code::table_growth, &[]),
    text("empty functions", parts::empty_functions),
    bytes("empty functions in a table", parts::functions_in_a_table, &[100_000]),
    bytes("types of functions", parts::types_of_functions, &[1_000_000]),
    text("globals with expressions", parts::globals_with_expressions),
    text("one long expression", parts::long_expression),
    text("segments of data to copy", parts::segments_of_data),
    text("memories with gaps", parts::memories_with_gaps),
    text("segments of elements to copy", parts::segments_of_elements),
    text("elements by expressions", parts::elements_by_expressions),
    text("exported functions", parts::exported_functions),
    text("lowered functions", parts::lowered_functions),
    text("resources", parts::resources),
    text("functions between components", parts::functions_between_components),
    text("instances", parts::instances),
    text("instances inside of instances", parts::instances_inside_of_instances),
    text("depth of components", parts::depth_of_components),
    bytes("depth of types", parts::depth_of_types, &[500_000]),
    text("types of components", parts::types_of_components),
    text("interfaces of 1,000 parts", parts::interfaces),
    text("aliases", parts::aliases),
    text("bytes of names", parts::bytes_of_names),
];
