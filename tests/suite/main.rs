//! The tests that go across crates, in one binary: the house rules, the corpus, the caps of admission and
//! the command line. `python`, `examples`, `examples_search` and `tour` use the real Python plugin, `numpy` that with NumPy, `javascript` that of JavaScript,
//! `languages` all of them; the others need neither them nor the network.
//!
//! The modules are marked as tests so that they may unwrap and panic like any other test.

#[cfg(test)]
mod admission;
#[cfg(test)]
mod admission_caps;
#[cfg(test)]
mod admission_links;
#[cfg(test)]
mod admission_task;
#[cfg(test)]
mod advisories;
#[cfg(test)]
mod advisories_values;
#[cfg(test)]
mod allocator;
#[cfg(test)]
mod arrays;
#[cfg(test)]
mod attack;
mod bench;
#[cfg(test)]
mod bytecode;
#[cfg(test)]
mod campaign;
#[cfg(test)]
mod campaign_checks;
#[cfg(test)]
mod campaign_openai;
#[cfg(test)]
mod campaign_report;
#[cfg(test)]
mod cli;
#[cfg(test)]
mod cli_build;
#[cfg(test)]
mod cli_errors;
#[cfg(test)]
mod cli_eval;
#[cfg(test)]
mod cli_home;
#[cfg(test)]
mod compiled_packages;
#[cfg(test)]
mod corpus;
#[cfg(test)]
mod corpus_case;
#[cfg(test)]
mod examples;
#[cfg(test)]
mod examples_research;
#[cfg(test)]
mod examples_scientist;
#[cfg(test)]
mod examples_search;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod float_lists;
#[cfg(test)]
mod foreign;
#[cfg(test)]
mod javascript;
#[cfg(test)]
mod joined;
#[cfg(test)]
mod kernel;
#[cfg(test)]
mod languages;
#[cfg(test)]
mod model_server;
#[cfg(test)]
mod numpy;
#[cfg(test)]
mod only_case;
#[cfg(test)]
mod packages;
#[cfg(test)]
mod profile;
#[cfg(test)]
mod python;
#[cfg(test)]
mod record;
#[cfg(test)]
mod round_trip;
#[cfg(test)]
mod scripts;
#[cfg(test)]
mod service;
#[cfg(test)]
mod service_client;
#[cfg(test)]
mod service_restart;
#[cfg(test)]
mod support;
#[cfg(test)]
mod tidy;
#[cfg(test)]
mod tidy_rules;
#[cfg(test)]
mod tour;
#[cfg(test)]
mod walls;
#[cfg(test)]
mod wheels;
