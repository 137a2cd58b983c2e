//! Types and typed calls made from the contract in `wit/`.

wasmtime::component::bindgen!({
    path: ["../../wit/candidate", "../../wit/evaluator", "../../wit/plugin", "../../wit/python"],
    // It has all that any interpreter has.
    world: "lazaret:python/numpy-interpreter@0.1.0",
    imports: { default: trappable },
    // Failures travel between processes.
    additional_derives: [serde::Serialize, serde::Deserialize],
});
