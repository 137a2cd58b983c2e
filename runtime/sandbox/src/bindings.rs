//! Types and typed calls made from the contract in `wit/`.

wasmtime::component::bindgen!({
    path: ["../../wit/candidate", "../../wit/evaluator", "../../wit/plugin"],
    world: "lazaret:plugin/interpreter@0.1.0",
    imports: { default: trappable },
    // Failures travel between processes.
    additional_derives: [serde::Serialize, serde::Deserialize],
});
