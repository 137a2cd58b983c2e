//! Which cases are about which wall: those that are asked first when it is taken away.
//!
//! If none of them notices, all others are asked, so this list decides about time and not about the outcome; a
//! test holds it to naming cases that there are.

use lazaret_trial::Weakness;

/// Who is about a wall.
#[derive(Clone, Copy, Debug)]
pub struct Teeth {
    /// The checks of walls that are, by name.
    pub walls: &'static [&'static str],
    /// The cases that are, by group and name. They are quick, also when the wall is gone.
    pub cases: &'static [&'static str],
}

/// Who is about the wall that a weakness takes away.
pub const fn teeth(weakness: Weakness) -> Teeth {
    match weakness {
        Weakness::SharedProcess => wall(&["processes"]),
        Weakness::Seccomp | Weakness::Landlock => wall(&["acts"]),
        Weakness::Rights => wall(&["rights"]),
        Weakness::Orphans => wall(&["orphans"]),
        Weakness::Replacement => wall(&["replacement"]),
        Weakness::CompileLimits => wall(&["compilation"]),
        Weakness::Fuel => case(&["cpu/fuel_one_too_few", "cpu/endless_loop"]),
        Weakness::WallTime => case(&["wall/endless_loop_with_some_fuel"]),
        Weakness::Memory => case(&["memory/growth_at_once"]),
        Weakness::MemorySum => case(&["memory/many_instances_growing"]),
        Weakness::Tables => case(&["tables/growth"]),
        Weakness::GrowthFuel => case(&["memory/growth_for_little_fuel"]),
        Weakness::Output => case(&["output/flood"]),
        Weakness::HostCalls => case(&["output/flood_of_nothing"]),
        Weakness::HostCallFuel => case(&["hostcalls/calls_for_little_fuel"]),
        Weakness::HostByteFuel => case(&["hostcalls/bytes_for_little_fuel"]),
        Weakness::Handles => case(&["handles/own_flood", "clock/hoards_timers"]),
        Weakness::Results => case(&["lift/text_just_too_large"]),
        Weakness::Grants => case(&["python_wire/loaded_as_an_evaluator"]),
        Weakness::Clocks => case(&["clock/the_real_time", "python_time_random/clocks_told"]),
        Weakness::Randomness => case(&["random/answers_what_is_random"]),
        Weakness::NanBits => case(&["random/bits_of_nan"]),
        Weakness::FreshInstances => case(&["state/memory"]),
        Weakness::KeptPages | Weakness::StaleList => {
            case(&["python_state/canary_in_the_interpreter", "python_state/canary_in_memory"])
        }
        Weakness::LateBytecode => case(&["python_state/bytecode_replaced"]),
        Weakness::Deaths => case(&["blame/death_that_is_swallowed"]),
        Weakness::Blame => case(&["evaluators/blames_an_honest_candidate"]),
        Weakness::OutputAsAnswer => case(&["forged_scores/printed"]),
        Weakness::FiniteScores => case(&["forged_scores/not_a_number"]),
        Weakness::ScoreRanges => case(&["forged_scores/above_the_range"]),
        Weakness::ExtraMetrics => case(&["forged_scores/more_metrics"]),
        Weakness::DuplicateNames => case(&["score/name_twice"]),
        Weakness::ValueDepth => case(&["score/deep", "score/many_lists"]),
        Weakness::Caps => case(&["compile/nested_one_too_deep"]),
        Weakness::Texts => case(&["cpu/grind_texts_to_a_part"]),
        Weakness::Features => case(&["feature/simd"]),
        Weakness::Imports => case(&["imports/logging"]),
        Weakness::Exports => case(&["exports/nothing"]),
        Weakness::Precompiled => case(&["malformed/native"]),
        Weakness::PackagePaths => wall(&["package-paths"]),
        Weakness::PackageNative => wall(&["package-native"]),
        Weakness::ArrayLengths => case(&["numpy/array_longer_than_its_bytes"]),
        Weakness::TextSize => case(&["python_encoding/over_a_mebibyte"]),
        Weakness::TextNul => case(&["python_encoding/nul_after_the_program"]),
    }
}

const fn wall(walls: &'static [&'static str]) -> Teeth {
    Teeth { walls, cases: &[] }
}

const fn case(cases: &'static [&'static str]) -> Teeth {
    Teeth { walls: &[], cases }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::open::Languages;
    use crate::{Corpus, Tasks, WALLS};

    #[test]
    fn every_weakness_names_cases_that_there_are() {
        let tasks = Tasks::read().unwrap();
        let corpus = Corpus::read(&tasks, "", Languages::WithoutCompilers).unwrap();
        for weakness in Weakness::ALL {
            let Teeth { walls, cases } = teeth(*weakness);
            assert!(!walls.is_empty() || !cases.is_empty(), "{}", weakness.name());
            for name in walls {
                assert!(WALLS.iter().any(|wall| wall.name == *name), "{name}");
            }
            for path in cases {
                assert!(corpus.entries.iter().any(|entry| entry.path == *path), "{path}");
            }
        }
    }
}
